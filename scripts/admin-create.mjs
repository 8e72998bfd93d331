// `npm run admin:create -- <mobile> <name>`: the first platform operator, in the database of DATABASE_URL or in this folder's own.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA, demoSettings } from './lib/demo-settings.mjs';
import { buildWhatChanged } from './lib/freshness.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { Problem, runScript, say } from './lib/print.mjs';
import { isAlive } from './lib/processes.mjs';
import { runBuilt } from './lib/product.mjs';

const COMMAND = 'identity/admin-create.js';

/** The running product's database, else the same one started for a moment. */
async function ownDatabase() {
  const running = existsSync(join(DATA, 'run.json')) ? JSON.parse(readFileSync(join(DATA, 'run.json'), 'utf8')) : {};
  if (running.database && isAlive(running.pid)) return { url: running.database, stop: async () => undefined };
  if (!existsSync(join(DATA, 'secrets.env'))) throw new Problem('There is no database yet: run npm start once, or set DATABASE_URL.');
  return startPostgres({ folder: join(DATA, 'postgres') });
}

await runScript(async () => {
  const args = process.argv.slice(2);
  await buildWhatChanged(['api'], () => say('Building the API …'));
  if (process.env.DATABASE_URL) process.exit(await runBuilt(COMMAND, { env: {}, args, show: true }));
  const database = await ownDatabase();
  const env = { ...demoSettings(), DATABASE_URL: database.url };
  const code = await runBuilt('migrate.js', { env }).then(() => runBuilt(COMMAND, { env, args, show: true })).finally(() => database.stop());
  process.exit(code);
});
