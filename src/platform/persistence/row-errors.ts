/** Classes of SQLSTATE that say nothing of a row: connection, resources, cancelled or shut down, the system. */
const OF_THE_SERVER = new Set(['08', '53', '57', '58']);

/** Whether a statement about many rows failed by what one of them holds or waits for: the others may succeed without it. */
export function isOfOneRow(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !OF_THE_SERVER.has(code.slice(0, 2));
}
