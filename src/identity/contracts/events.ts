export const ResidentVerifiedV1 = 'identity.resident-verified.v1';
export interface ResidentVerified {
  readonly residentId: string;
  readonly level: 1 | 2 | 3 | 4;
}

/** Signed out, or ended by a new password, a recovered one or an administrator. One that nobody used any more just runs out. */
export const SessionsEndedV1 = 'identity.sessions-ended.v1';
export interface SessionsEnded {
  readonly accountId: string;
  /** Absent where the account is no resident's. */
  readonly residentId?: string;
  readonly sessionIds: readonly string[];
}
