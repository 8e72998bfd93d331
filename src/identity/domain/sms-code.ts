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
  /** Whether it is the one that was sent. */
  readonly right: boolean;
  /** Whether it is typed in the browser that asked for it. */
  readonly own: boolean;
}

/** Five tries, and apart from them five of strangers; used once. That it was right uses nothing up but the try: a form that is refused for something else may be corrected. */
export function proofBy(
  { tries, strangersTries, usedAt, expiresAt }: SentCode,
  { right, own }: Try,
  now: Date,
): CodeProof {
  if (!right || tries >= MOST_TRIES || (!own && strangersTries >= MOST_TRIES_OF_STRANGERS)) return 'wrong';
  if (usedAt) return now.getTime() < usedAt.getTime() + REPEATABLE_MINUTES * 60_000 ? 'used-before' : 'wrong';
  return now < expiresAt ? 'right' : 'wrong';
}

/** One of those that were sent to a mobile for one purpose. */
export interface CodeOfMobile extends SentCode {
  readonly sentAt: Date;
  /** Whether whoever types asked for it. */
  readonly own: boolean;
}

export type Tried<Code> = { readonly looked: readonly Code[] } & (
  { readonly proof: 'right' | 'used-before'; readonly code: Code } | { readonly proof: 'wrong' }
);

/**
 * Whoever asks anew ends their own code and nobody else's: a person's stays right though a stranger asked for another. Looked at are
 * the newest that who types asked for, then the newest of all; a miss counts against each.
 * @param sent newest first
 */
export function tryAt<Code extends CodeOfMobile>(
  sent: readonly Code[],
  isRight: (code: Code) => boolean,
  now: Date,
): Tried<Code> {
  const looked: Code[] = [];
  for (const code of new Set([...sent.filter(({ own }) => own).slice(0, 1), ...sent.slice(0, 1)])) {
    looked.push(code);
    const proof = isEnded(code, sent) ? 'wrong' : proofBy(code, { right: isRight(code), own: code.own }, now);
    if (proof !== 'wrong') return { proof, code, looked };
  }
  return { proof: 'wrong', looked };
}

/** One that did its work ends all that were sent before. */
function isEnded({ usedAt, sentAt }: CodeOfMobile, sent: readonly CodeOfMobile[]): boolean {
  return usedAt === null && sent.some((other) => other.usedAt !== null && other.usedAt >= sentAt);
}
