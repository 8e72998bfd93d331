// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA, demoSettings } from './demo-settings.mjs';
import { buildWhatChanged } from './freshness.mjs';
import { startPostgres } from './postgres.mjs';
import { Problem, say } from './print.mjs';
import { isAlive } from './processes.mjs';
import { runBuilt } from './product.mjs';

/** Runs a command of the built program beside the product: in the database of DATABASE_URL or in this folder's own. @returns its exit code */
export async function runBeside(command, args) {
  await buildWhatChanged(['api'], () => say('Building the API …'));
  if (process.env.DATABASE_URL) return runBuilt(command, { env: {}, args, show: true });
  const database = await ownDatabase();
  const env = { ...demoSettings(), DATABASE_URL: database.url };
  return runBuilt('migrate.js', { env })
    .then(() => runBuilt(command, { env, args, show: true }))
    .finally(() => database.stop());
}

/**
 * The running product's database, else the same one started for a moment.
 * @returns {Promise<{ url: string, stop: () => Promise<unknown> }>}
 */
export async function ownDatabase(folder = DATA) {
  const state = join(folder, 'run.json');
  const running = existsSync(state) ? JSON.parse(readFileSync(state, 'utf8')) : {};
  if (running.database && isAlive(running.pid)) return { url: running.database, stop: async () => undefined };
  if (!existsSync(join(folder, 'secrets.env')))
    throw new Problem('There is no database yet: run npm start once, or set DATABASE_URL.');
  return startPostgres({ folder: join(folder, 'postgres') });
}
