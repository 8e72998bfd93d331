export const VALID_MINUTES = 5;
/** An answer that was lost is asked for again within minutes: so long a code still says that this is the same request. */
export const REPEATABLE_MINUTES = 10;
export const MOST_TRIES = 5;

/** `used-before`: the right one, which did its work a moment ago. */
export type CodeProof = 'right' | 'used-before' | 'wrong';

export interface SentCode {
  /** Wrong ones, and the right one. */
  readonly tries: number;
  readonly usedAt: Date | null;
  readonly expiresAt: Date;
}

/** Five tries, used once. @param right whether it is the newest one that was sent to this mobile for this purpose */
export function proofBy({ tries, usedAt, expiresAt }: SentCode, right: boolean, now: Date): CodeProof {
  if (!right || tries >= MOST_TRIES) return 'wrong';
  if (usedAt) return now.getTime() < usedAt.getTime() + REPEATABLE_MINUTES * 60_000 ? 'used-before' : 'wrong';
  return now < expiresAt ? 'right' : 'wrong';
}
