// @ts-check
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DATA, demoSettings } from './demo-settings.mjs';
import { buildWhatChanged } from './freshness.mjs';
import { startPostgres } from './postgres.mjs';
import { say } from './print.mjs';
import { atTheEnd, freePort, ROOT } from './processes.mjs';
import { runBuilt, startProduct } from './product.mjs';
import { emptyDatabase } from './test-database.mjs';

/** What a measurement needs and leaves behind. */
export const FOLDER = join(DATA, 'bench');
/** A server as one would run it: commits wait for the disk. */
const SERVER = [
  'shared_buffers=512MB',
  'max_connections=120',
  'max_wal_size=4GB',
  'checkpoint_timeout=30min',
  'synchronous_commit=on',
];

/**
 * Prints what was measured as a line of JSON. Whatever was started is stopped when it is over, the last one first.
 * @param {(own: Own) => Promise<object>} measure
 *
 * @typedef {object} Own
 * @property {string} url of a migrated database that holds what an installation begins with
 * @property {Record<string, string>} env the settings of the program
 * @property {(options?: { entry?: string, env?: object }) => Promise<import('./product.mjs').Product>} start
 * @property {(stop: () => unknown) => void} inTheEnd
 */
export async function runMeasurement(measure) {
  /** @type {(() => unknown)[]} */
  const started = [];
  const end = async () => {
    for (const stop of started.splice(0).reverse()) await stop();
  };
  atTheEnd(async () => {
    await end();
    process.exit(130);
  });
  try {
    await buildWhatChanged(['api']);
    say(JSON.stringify(await measure(await prepared((stop) => started.push(stop)))));
  } finally {
    await end();
  }
}

/** @returns {Promise<Own>} */
async function prepared(inTheEnd) {
  const server = await startPostgres({ folder: FOLDER, settings: SERVER });
  inTheEnd(server.stop);
  const url = await emptyDatabase(server.url, 'bench');
  const env = {
    ...demoSettings(FOLDER),
    BAMIN_WEB_ROOT: '',
    BAMIN_DEMO_WORLD: '0',
    DATABASE_URL: url,
    PORT: String(await freePort()),
  };
  await runBuilt('migrate.js', { env });
  const start = async (options = {}) => {
    const product = await startProduct({ ...options, env: { ...env, ...options.env }, log: join(FOLDER, 'api.log') });
    inTheEnd(product.stop);
    return product;
  };
  await (await start()).stop(); // The first start fills the tree of areas; what is measured is one of all the others.
  return { url, env, start, inTheEnd };
}

/** Parts of the built program, to make its data as it does: `built('platform', 'crypto/field-cipher')`. */
export function built(context, name) {
  return import(pathToFileURL(join(ROOT, 'dist', 'src', context, `${name}.js`)).href);
}

/** How this installation encrypts and hashes. */
export async function secretsOf(env) {
  const [{ readConfig }, { FieldCipher }, { KeyedHash }] = await Promise.all([
    built('platform', 'config/config'),
    built('platform', 'crypto/field-cipher'),
    built('platform', 'crypto/keyed-hash'),
  ]);
  const { settings } = readConfig(env);
  return { cipher: new FieldCipher(settings.BAMIN_FIELD_KEYS), hash: new KeyedHash(settings.BAMIN_HASH_KEYS) };
}

/** Fills the database, and leaves it as one that has been at work for a while. @param {(database: import('pg').Client) => Promise<T>} seed @template T */
export async function seeded(url, seed) {
  const { default: pg } = await import('pg');
  const database = new pg.Client({ connectionString: url });
  database.on('error', () => undefined); // What went wrong is thrown by the statement; the connection ends with the server then.
  await database.connect();
  const result = await seed(database);
  await database.query('VACUUM ANALYZE');
  await database.query('CHECKPOINT');
  await database.end();
  return result;
}
