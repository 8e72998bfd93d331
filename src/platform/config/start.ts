import { setFlagsFromString } from 'node:v8';
import { complaint, type Config, ConfigProblem, readConfig } from './config.js';

/** Runs a program with its configuration; what is wrong with that is one sentence on standard error, not a stack trace. */
export async function startWith(run: (config: Config) => Promise<unknown>): Promise<void> {
  setFlagsFromString(HEAP_GROWS);
  try {
    await run(readConfig(process.env));
  } catch (error) {
    const { name, message, code, hostname } = error as Error & { code?: string; hostname?: string };
    const isOurHost = code === 'EADDRNOTAVAIL' || (hostname !== undefined && hostname === process.env['BAMIN_HOST']);
    const told = isOurHost ? complaint('BAMIN_HOST').message : SENTENCES[code ?? ''];
    const sentence = error instanceof ConfigProblem || name === 'MigrationProblem' ? message : told;
    process.stderr.write(sentence ? `${sentence}\n` : `${(error as Error).stack ?? message}\n`);
    process.exit(1);
  }
}

/**
 * The heap may grow by half from one major collection to the next. After a quiet hour V8 grants it hardly more than what is in use, and then
 * collects every few seconds under load; each time its threads take the processors from those who stand at a checkpoint. Doubled, it helps those
 * no more, and a file that is applied takes 50 MB more (docs/decisions/young-generation.md).
 */
const HEAP_GROWS = '--heap-growing-percent=50';

const SENTENCES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'The port is taken: stop the other program or choose another with PORT.',
  EACCES: 'The port or a file may not be used: choose a port above 1023 and check the permissions.',
  ECONNREFUSED: 'The database does not answer at DATABASE_URL.',
  ENOTFOUND: 'The host named in DATABASE_URL is not known.',
  ETIMEDOUT: 'The database does not answer at DATABASE_URL.',
  '28P01': 'The database refuses the user or password of DATABASE_URL.',
  '28000': 'The database refuses the user of DATABASE_URL.',
  '3D000': 'The database named in DATABASE_URL does not exist.',
};
