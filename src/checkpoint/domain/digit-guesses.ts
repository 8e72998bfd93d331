/** A miss is forgotten after this. */
export const MISSES_FORGOTTEN_MS = 10 * 60_000;

/**
 * Digits that did not fit, of the last ten minutes. Six changing digits are a million, three of them fit at a time: at five tries in ten
 * minutes a known serial is guessed in a day with a chance of 1 in 460; one account, or all of a unit together, tries no more than this at serials of its choice.
 */
export const MOST_MISSES = { account: 10, unit: 100, serial: 5 } as const;

export type GuessedBy = keyof typeof MOST_MISSES;
export interface Misses {
  readonly count: number;
  /** The oldest that still counts. */
  readonly since: Date | undefined;
}

/**
 * How long a guess has to wait. A serial closes whether it is anybody's or not, so a closed one tells nothing.
 * @returns milliseconds; 0 when it may be tried now
 */
export function waitBeforeGuess(misses: Readonly<Record<GuessedBy, Misses>>, now: Date): number {
  const waits = (Object.keys(MOST_MISSES) as GuessedBy[]).map((by) => {
    const { count, since } = misses[by];
    return count >= MOST_MISSES[by] && since ? since.getTime() + MISSES_FORGOTTEN_MS - now.getTime() : 0;
  });
  return Math.max(0, ...waits);
}

/** The miss after so many others of a serial closes its digits for the rest of the ten minutes. */
export function closesDigits(missesBefore: number): boolean {
  return missesBefore + 1 === MOST_MISSES.serial;
}
