import { z } from 'zod';
import { eventType } from '../../platform/kernel/event-type.js';

export const ResidentVerifiedV1 = eventType<ResidentVerified>(
  'identity.resident-verified.v1',
  z.object({ residentId: z.guid(), level: z.literal([1, 2, 3, 4]) }),
);
export interface ResidentVerified {
  readonly residentId: string;
  readonly level: 1 | 2 | 3 | 4;
}

/** Signed out, or ended by a new password, a recovered one or an administrator. One that nobody used any more just runs out. */
export const SessionsEndedV1 = eventType<SessionsEnded>(
  'identity.sessions-ended.v1',
  z.object({ accountId: z.guid(), residentId: z.exactOptional(z.guid()), sessionIds: z.array(z.guid()) }),
);
export interface SessionsEnded {
  readonly accountId: string;
  /** Absent where the account is no resident's. */
  readonly residentId?: string;
  readonly sessionIds: readonly string[];
}
