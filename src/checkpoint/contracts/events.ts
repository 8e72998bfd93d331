import { z } from 'zod';
import { type Colour, colourKey } from '../../health-verdict/contracts/colours.js';
import { eventType } from '../../platform/kernel/event-type.js';

/** What every fact of a checkpoint says: whose, the place of that unit at this moment (an enterprise has none), and when. */
const unit = {
  organizationId: z.guid(),
  unitPath: z.exactOptional(z.string().min(1)),
  at: z.iso.datetime({ offset: true }),
};
const temperatureResult = z.enum(['normal', 'abnormal', 'not-measured']);

export const ScanRecordedV1 = eventType<ScanRecorded>(
  'checkpoint.scan-recorded.v1',
  z.object({
    ...unit,
    scanId: z.guid(),
    scanPointId: z.guid(),
    scannerId: z.guid(),
    colour: colourKey,
  }),
);
export interface ScanRecorded {
  readonly scanId: string;
  readonly organizationId: string;
  readonly unitPath?: string;
  readonly scanPointId: string;
  readonly scannerId: string;
  readonly colour: Colour;
  /** `receivedAt` of the scan: the server's clock. */
  readonly at: string;
}

export const ScanRefusedV1 = eventType<ScanRefused>(
  'checkpoint.scan-refused.v1',
  z.object({ ...unit, refusedScanId: z.guid(), scanPointId: z.exactOptional(z.guid()), reason: z.string() }),
);
export interface ScanRefused {
  readonly refusedScanId: string;
  readonly organizationId: string;
  /** Absent in what was said before it was told. */
  readonly scanPointId?: string;
  readonly unitPath?: string;
  readonly reason: string;
  /** `receivedAt` of the scan: the server's clock. */
  readonly at: string;
}

export const PassageRecordedV1 = eventType<PassageRecorded>(
  'checkpoint.passage-recorded.v1',
  z.object({
    ...unit,
    scanId: z.guid(),
    scanPointId: z.exactOptional(z.guid()),
    outcome: z.string(),
    temperatureResult,
    corrects: z.exactOptional(z.object({ temperatureResult })),
  }),
);
export interface PassageRecorded {
  readonly scanId: string;
  readonly organizationId: string;
  /** Absent in what was said before it was told. */
  readonly scanPointId?: string;
  readonly unitPath?: string;
  readonly outcome: string;
  readonly temperatureResult: 'normal' | 'abnormal' | 'not-measured';
  /** Set when the scanner corrects the passage: what had been said before. It is no further passage. */
  readonly corrects?: { readonly temperatureResult: 'normal' | 'abnormal' | 'not-measured' };
  /** `receivedAt` of the scan: a passage belongs to the day of its scan, whenever its result was given. */
  readonly at: string;
}

/** So many tries at the digits of one code missed that they are closed for minutes. */
export const DigitsClosedV1 = eventType<DigitsClosed>(
  'checkpoint.digits-closed.v1',
  z.object({ residentId: z.exactOptional(z.guid()) }),
);
export interface DigitsClosed {
  /** Absent when the serial that was tried is nobody's. */
  readonly residentId?: string;
}
