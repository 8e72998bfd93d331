// @ts-check
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { initialise, placeFor, readState, saveState } from './postgres-cluster.mjs';
import { launch, logFile, stopLeftOver } from './postgres-server.mjs';
import { Problem } from './print.mjs';
import { freePort } from './processes.mjs';
import { serverUser } from './server-user.mjs';

const IS_ROOT = process.getuid?.() === 0;
/** A statement that failed is named with the values in it, and so do many messages of errors: both stay out of the log. The program tells their codes. */
export const NO_DATA_IN_THE_LOG = ['log_min_messages=log', 'log_min_error_statement=panic'];
const DURABLE = ['shared_buffers=128MB', 'max_connections=100'];
export const FOR_TESTS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'shared_buffers=256MB',
  'max_connections=300',
  'max_wal_size=2GB',
  'autovacuum_naptime=10s',
  'wal_level=minimal',
  'max_wal_senders=0',
];

/**
 * An embedded PostgreSQL of this clone; a server that an earlier, killed start left behind is stopped first.
 * @param {object} options
 * @param {string} options.folder where its data and log belong (under .data, unless the server's user may not go there)
 * @param {string[]} [options.settings] postgresql.conf lines as `name=value`
 * @param {string} [options.database] which `url` leads to, as superuser
 */
export async function startPostgres({ folder, settings = DURABLE, database = 'bamin' }) {
  forgetOtherServers();
  const user = IS_ROOT ? serverUser(join(folder, 'data')) : undefined;
  const place = placeFor(folder, user);
  const data = join(place.folder, 'data');
  const native = place.native;
  mkdirSync(place.folder, { recursive: true });
  await stopLeftOver(data);
  const state = readState(place.folder);
  if (!existsSync(join(data, 'PG_VERSION')) || !state.password) initialise({ data, native, user, state });
  state.port = (state.port && (await freePort(state.port))) || (await freePort());
  saveState(place.folder, state);
  const log = logFile(place.folder, user);
  const said = [...settings, ...NO_DATA_IN_THE_LOG];
  const server = await launch({ data, native, user, settings: said, port: state.port, log });
  const url = `postgres://postgres:${state.password}@127.0.0.1:${state.port}/${database}`;
  try {
    await prepare(url, database, server);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url, folder: place.folder, notes: place.notes, pid: server.pid, ended: server.ended, stop: server.stop };
}

/** PGSSLMODE, PGOPTIONS, PGHOST … are meant for a server of somebody else's; every client that we start would take them for ours. */
function forgetOtherServers() {
  for (const name of Object.keys(process.env)) if (/^PG[A-Z]+$/.test(name)) delete process.env[name];
}

/** Waits for the server, makes the database, and refuses one that cannot hold Chinese. */
async function prepare(url, database, server) {
  const { default: pg } = await import('pg');
  const admin = await connect(pg, new URL('/postgres', url).href, server);
  try {
    const { rows } = await admin.query('SHOW server_encoding');
    if (rows[0].server_encoding !== 'UTF8')
      throw new Problem(
        `The database is encoded in ${rows[0].server_encoding} instead of UTF8; remove its folder to begin anew.`,
      );
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(database)}`);
  } finally {
    await admin.end();
  }
}

async function connect(pg, connectionString, server) {
  for (const until = Date.now() + 60_000; ; await pause(50)) {
    const client = new pg.Client({ connectionString });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      const problem = server.problem();
      if (problem !== undefined) throw new Problem(`The database did not start: ${problem || 'see its log'}.`);
      if (Date.now() > until) throw new Problem(`The database did not answer within a minute: ${error.message}.`);
    }
  }
}
