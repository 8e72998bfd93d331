import { TimedOut, within } from '../src/platform/messaging/within.js';
import { connectionsTo, dropDatabase } from './databases.js';

/** Longer than what ends by itself: jobs at work (10 s), a transaction that nobody goes on with (30 s). */
export const CLOSING_MS = 45_000;

/** Closes it and drops its database, come what may. @throws an error that names the connections it still held, where it did not close in time */
export async function closeAndDrop(
  app: { close(): Promise<void> },
  databaseUrl: string,
  milliseconds = CLOSING_MS,
): Promise<void> {
  try {
    await within(milliseconds, app.close());
  } catch (error) {
    if (!(error instanceof TimedOut)) throw error;
    const held = await connectionsTo(databaseUrl);
    throw new Error(`It did not close within ${milliseconds / 1000} s. Connections that it held:\n${held.join('\n')}`);
  } finally {
    await dropDatabase(databaseUrl);
  }
}
