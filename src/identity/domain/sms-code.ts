export const VALID_MINUTES = 5;
/** An answer that was lost is asked for again within minutes: so long a code still says that this is the same request. */
export const REPEATABLE_MINUTES = 10;
/** In the browser that asked for the code. */
export const MOST_TRIES = 5;
/** Everywhere else together, as of a person who asked on one device and types on another. Whoever uses them up takes nothing from the browser that asked. */
export const MOST_TRIES_OF_STRANGERS = 5;

/** `used-before`: the right one, which did its work a moment ago. */
export type CodeProof = 'right' | 'used-before' | 'wrong';

export interface SentCode {
  /** In the browser that asked: wrong ones, and the right one. */
  readonly tries: number;
  readonly strangersTries: number;
  readonly usedAt: Date | null;
  readonly expiresAt: Date;
}

/** What a code is tried with. */
export interface Try {
  /** Whether it is the newest one that was sent to this mobile for this purpose. */
  readonly right: boolean;
  /** Whether it is typed in the browser that asked for it. */
  readonly own: boolean;
}

/** Five tries, and apart from them five of strangers; used once. */
export function proofBy({ tries, strangersTries, usedAt, expiresAt }: SentCode, { right, own }: Try, now: Date): CodeProof {
  if (!right || tries >= MOST_TRIES || (!own && strangersTries >= MOST_TRIES_OF_STRANGERS)) return 'wrong';
  if (usedAt) return now.getTime() < usedAt.getTime() + REPEATABLE_MINUTES * 60_000 ? 'used-before' : 'wrong';
  return now < expiresAt ? 'right' : 'wrong';
}
