const FREE_FAILURES = 4;
const FIRST_DELAY_SECONDS = 10;
const LONGEST_SECONDS = 15 * 60;

/** Failures count as "in a row" until nobody failed for so long. */
export const FORGOTTEN_AFTER_SECONDS = 86_400;

/** Of whatever is guessed at, as it was typed: whether it exists or not, so that the delay tells nothing. */
export interface Failures {
  readonly inARow: number;
  readonly blockedUntil: Date;
}

export const noFailures = (now: Date): Failures => ({ inARow: 0, blockedUntil: now });

export interface MustWait {
  readonly waitSeconds: number;
}

/**
 * One guess more. It counts as a failure before anybody checks it, so that a hundred guesses made at once are not all the fifth one;
 * a right one is taken back.
 */
export function countGuess({ inARow, blockedUntil }: Failures, now: Date): Failures | MustWait {
  const wait = blockedUntil.getTime() - now.getTime();
  if (wait > 0 && delayAfter(inARow) > 0) return { waitSeconds: Math.ceil(wait / 1000) };
  const failures = 1 + (wait < -FORGOTTEN_AFTER_SECONDS * 1000 ? 0 : inARow);
  return { inARow: failures, blockedUntil: new Date(now.getTime() + delayAfter(failures) * 1000) };
}

/** It was right, or nobody could check it: it does not count. The delay ends with it, unless others have failed since. */
export function takeBackGuess(counted: Failures, { inARow, blockedUntil }: Failures, now: Date): Failures {
  return { inARow: Math.max(0, inARow - 1), blockedUntil: inARow === counted.inARow ? now : blockedUntil };
}

/** How long a login waits after this many failures in a row: nothing at first, then 10 s, doubling to a quarter of an hour. */
export function delayAfter(failures: number): number {
  if (failures <= FREE_FAILURES) return 0;
  return Math.min(LONGEST_SECONDS, FIRST_DELAY_SECONDS * 2 ** (failures - FREE_FAILURES - 1));
}
