/** A miss is forgotten after this. */
export const MISSES_FORGOTTEN_MS = 10 * 60_000;

/**
 * Digits that did not fit, of the last ten minutes. Six changing digits are a million, three of them fit at a time: at five tries in ten
 * minutes a known serial is guessed in a day with a chance of 1 in 460; one account, or all of a unit together, tries no more than this at serials of its choice.
 */
export const MOST_MISSES = { account: 10, unit: 100, serial: 5 } as const;

/** What misses are counted by. */
export type GuessedBy = keyof typeof MOST_MISSES;

/** Somebody tries digits: by which account, for which unit, at which serial, when. */
export type Guess = Readonly<Record<GuessedBy, string>> & { readonly at: Date };

/** Misses of before this moment count no more; the one of this very moment neither. */
export function missesCountAfter(now: Date): Date {
  return new Date(now.getTime() - MISSES_FORGOTTEN_MS);
}

/**
 * How long a guess has to wait. A serial closes whether it is anybody's or not, so a closed one tells nothing.
 * @param misses those that have something in common with the guess; who else's are among them does not matter
 * @returns milliseconds; 0 when it may be tried now
 */
export function waitBeforeGuess(guess: Guess, misses: readonly Guess[]): number {
  const waits = (Object.keys(MOST_MISSES) as GuessedBy[]).map((by) => {
    const counting = countingBy(by, guess, misses);
    if (counting.length < MOST_MISSES[by]) return 0;
    return Math.min(...counting.map(({ at }) => at.getTime())) + MISSES_FORGOTTEN_MS - guess.at.getTime();
  });
  return Math.max(0, ...waits);
}

/** Whether this one, if it misses, closes the digits of its serial for the rest of the ten minutes. */
export function closesDigits(guess: Guess, misses: readonly Guess[]): boolean {
  return countingBy('serial', guess, misses).length + 1 === MOST_MISSES.serial;
}

function countingBy(by: GuessedBy, guess: Guess, misses: readonly Guess[]): Guess[] {
  const after = missesCountAfter(guess.at);
  return misses.filter((miss) => miss[by] === guess[by] && miss.at > after);
}
