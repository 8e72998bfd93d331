/** A development database of its own under .data/dev: prints its DATABASE_URL, stays until Ctrl-C. */
import { join } from 'node:path';
import { startPostgres } from './lib/postgres.mjs';
import { ROOT } from './lib/processes.mjs';

const server = await startPostgres({ folder: join(ROOT, '.data', 'dev') });
for (const note of server.notes) console.error(note);
console.log(`DATABASE_URL=${server.url}`);
const stay = setInterval(() => undefined, 60_000);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    clearInterval(stay);
    await server.stop();
  });
}
