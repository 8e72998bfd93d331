/**
 * Why an event was put aside: enough to find the place, nothing of the data (messages of the database repeat values).
 * As in `TypeError at unit-day-sheet.js:61` or `error 23514 tally_amount_check`.
 */
export function problemOf(error: unknown): string {
  const { name = 'Error', code, constraint, stack } = error as Error & { code?: string; constraint?: string };
  const place = /\/(?:src|test)\/(?:[^\s)]*\/)?([^/\s)]+:\d+):\d/.exec(stack ?? '')?.[1];
  return [name, code, constraint, place && `at ${place}`].filter(Boolean).join(' ').slice(0, 200);
}

/** Lock conflicts, lost connections, a server that is full or stopping and one that is too slow (57014) say nothing about the event: it is tried again later. */
export function isPassing(error: unknown): boolean {
  const { name, code = '' } = error as { name?: string; code?: string };
  return name === 'OptimisticLockError' || /^(40|08|53|57P)|^5(5P03|7014)$|^E[A-Z_]+$/.test(code);
}
