const FREE_FAILURES = 4;
const LONGEST_SECONDS = 15 * 60;

/** Failures count as "in a row" until nobody failed for so long. */
export const FORGOTTEN_AFTER_SECONDS = 86_400;

/** How long a login waits after this many failures in a row: nothing at first, then 10 s, doubling to a quarter of an hour. */
export function delayAfter(failures: number): number {
  if (failures <= FREE_FAILURES) return 0;
  return Math.min(LONGEST_SECONDS, 10 * 2 ** (failures - FREE_FAILURES - 1));
}
