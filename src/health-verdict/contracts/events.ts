import { z } from 'zod';
import { eventType } from '../../platform/kernel/event-type.js';
import { type Colour, colourKey } from './colours.js';

const change = z.object({
  residentId: z.guid(),
  seq: z.int(),
  from: z.iso.datetime({ offset: true }),
  colour: colourKey,
});

export const CodeClaimedV1 = eventType<CodeClaimed>(
  'health-verdict.code-claimed.v1',
  z.object({ codeId: z.guid(), residentId: z.guid() }),
);
export interface CodeClaimed {
  readonly codeId: string;
  readonly residentId: string;
}

export const VerdictsChangedV1 = eventType<VerdictsChanged>(
  'health-verdict.verdicts-changed.v1',
  z.object({ changes: z.array(change) }),
);
export interface VerdictChange {
  readonly residentId: string;
  /** Place in the resident's own history. */
  readonly seq: number;
  /** ISO 8601; when the colour took effect. */
  readonly from: string;
  readonly colour: Colour;
}
/** One event for up to 5,000 people. */
export interface VerdictsChanged {
  readonly changes: readonly VerdictChange[];
}
