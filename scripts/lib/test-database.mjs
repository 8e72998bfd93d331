// @ts-check
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DATA } from './demo-settings.mjs';
import { FOR_TESTS, startPostgres } from './postgres.mjs';

const DAY = 86_400_000;

/** A PostgreSQL for tests only: quick, not durable, gone afterwards. With DATABASE_URL set, that one. */
export async function testDatabase() {
  if (process.env.DATABASE_URL) return { url: process.env.DATABASE_URL, notes: [], stop: async () => undefined };
  mkdirSync(DATA, { recursive: true });
  removeLeftOvers();
  const folder = mkdtempSync(join(DATA, 'test-'));
  chmodSync(folder, 0o755); // The server has a user of its own when root runs this.
  const server = await startPostgres({ folder, settings: FOR_TESTS, database: 'bamin' }).catch((error) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
    if (server.folder !== folder) rmSync(server.folder, { recursive: true, force: true });
  };
  return { ...server, stop };
}

/** Of runs that were killed: their server ended with them. */
function removeLeftOvers() {
  for (const name of readdirSync(DATA).filter((entry) => entry.startsWith('test-'))) {
    const folder = join(DATA, name);
    if (statSync(folder).mtimeMs < Date.now() - DAY) rmSync(folder, { recursive: true, force: true });
  }
}

/** A new, empty database on that server. @returns its address */
export async function emptyDatabase(url, name) {
  const { default: pg } = await import('pg');
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(`DROP DATABASE IF EXISTS ${admin.escapeIdentifier(name)} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(name)}`);
  } finally {
    await admin.end();
  }
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
