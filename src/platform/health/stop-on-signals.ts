import { type INestApplicationContext, Logger } from '@nestjs/common';
import { Stopping } from './stopping.js';
import { Vitals } from './vitals.js';

/** Orchestrators kill after 30 s. */
const DEADLINE_MS = 25_000;
/** To see that there is no database takes two seconds; then nothing under way can be finished. */
const WITHOUT_DATABASE_MS = 450;
/** For the last answers to leave. */
const LAST_WORDS_MS = 250;

/** Requests and jobs under way are finished, for 25 seconds at most; without a database nothing is waited for. Who still waits is answered 503, to come again. */
export function stopOnSignals(app: INestApplicationContext): void {
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      void stop(app, signal);
    });
  }
}

/** @param leave how the process ends, with which code */
export async function stop(
  app: INestApplicationContext,
  signal: string,
  deadlineMs = DEADLINE_MS,
  leave: (code: number) => void = (code) => process.exit(code),
): Promise<void> {
  const log = new Logger('Stop');
  const stopping = app.get(Stopping);
  const giveUp = (code: number, why: string) => () => {
    log.warn(why);
    stopping.giveUp();
    setTimeout(leave, LAST_WORDS_MS, code);
  };
  log.log(`Stopping on ${signal}.`);
  const deadline = setTimeout(
    giveUp(1, `Not everything under way ended within ${deadlineMs / 1000} s; it is given up.`),
    deadlineMs,
  );
  const vitals = app.get(Vitals);
  const checked = vitals.check();
  stopping.begin();
  void checked.then(() => {
    if (!vitals.hasDatabase())
      setTimeout(giveUp(0, 'The database is away; nothing under way can be finished.'), WITHOUT_DATABASE_MS);
  });
  await app.close().catch((error: Error) => log.error(`Closing failed (${error.name}).`));
  clearTimeout(deadline);
  leave(0);
}
