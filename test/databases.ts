import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import pg from 'pg';
import { newId } from '../src/platform/kernel/ids.js';
import { Migrator } from '../src/platform/persistence/migrator.js';

const ADMIN_URL = process.env['DATABASE_URL'] ?? 'postgres://postgres@localhost:5432/postgres';
const MIGRATIONS = join(import.meta.dirname, '..', 'migrations');
/** Any number. Spares work only: locks do not reach across the databases that the tests may be pointed at. */
const LOCK = 20_200_211;

/** What a template holds besides migrated tables, and the files that it is made by. */
export interface Contents {
  readonly sources: readonly string[];
  fill(url: string): Promise<void>;
}

/** A migrated database of its own, copied from a template that is made once for each state of the migrations and of what else is in it. */
export async function freshDatabase(
  wanted: (migration: string) => boolean = () => true,
  contents?: Contents,
): Promise<string> {
  const names = await migrationsWhere(wanted);
  const state = createHash('sha256');
  for (const file of [...names.map((it) => join(MIGRATIONS, it)), ...(contents?.sources ?? [])])
    state.update(basename(file)).update(await readFile(file));
  const template = `bamin_template_${state.digest('hex').slice(0, 16)}`;
  const name = `bamin_${newId().replaceAll('-', '')}`;
  await onAdmin(async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const { rows } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (rows.length === 0) await makeTemplate(client, template, names, contents);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return databaseUrl(name);
}

/** A folder with some of the migrations. */
export async function someMigrations(wanted: (migration: string) => boolean): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bamin-migrations-'));
  for (const name of await migrationsWhere(wanted)) await cp(join(MIGRATIONS, name), join(folder, name));
  return folder;
}

async function migrationsWhere(wanted: (migration: string) => boolean): Promise<string[]> {
  return (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql') && wanted(name)).sort();
}

/** Half of what a hook of the specs has: whoever waits in vain for a lock is told so. */
const DROPPING_MS = 30_000;

export async function dropDatabase(url: string, milliseconds = DROPPING_MS): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await onAdmin((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`), milliseconds);
}

/** Of whom, and what each does or did last. */
export async function connectionsTo(url: string): Promise<string[]> {
  const connections: string[] = [];
  await onAdmin(async (client) => {
    const { rows } = await client.query<{ connection: string }>(
      `SELECT concat(application_name, ', ', state, ' since ', now() - state_change, coalesce(', waits for ' || wait_event, ''), ': ', query) AS connection
       FROM pg_stat_activity WHERE datname = $1 ORDER BY application_name`,
      [new URL(url).pathname.slice(1)],
    );
    connections.push(...rows.map(({ connection }) => connection));
  });
  return connections;
}

/** Half-made templates have another name, so that none is ever copied; whoever is second, throws its own away. */
async function makeTemplate(
  client: pg.Client,
  template: string,
  names: readonly string[],
  contents: Contents | undefined,
): Promise<void> {
  const draft = `bamin_draft_${newId().replaceAll('-', '')}`;
  const folder = await someMigrations((name) => names.includes(name));
  await client.query(`CREATE DATABASE ${draft}`);
  await new Migrator(databaseUrl(draft), folder).migrate();
  await contents?.fill(databaseUrl(draft));
  await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`).catch(async (error: { code?: string }) => {
    await client.query(`DROP DATABASE ${draft} WITH (FORCE)`);
    if (error.code !== '42P04' && error.code !== '23505') throw error;
  });
  await rm(folder, { recursive: true });
}

function databaseUrl(name: string): string {
  const url = new URL(ADMIN_URL);
  url.pathname = `/${name}`;
  return url.href;
}

/** @param milliseconds for each statement; without them it takes as long as it takes */
async function onAdmin(work: (client: pg.Client) => Promise<unknown>, milliseconds = 0): Promise<void> {
  const client = new pg.Client({
    connectionString: ADMIN_URL,
    connectionTimeoutMillis: milliseconds,
    statement_timeout: milliseconds,
    query_timeout: milliseconds,
  });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
