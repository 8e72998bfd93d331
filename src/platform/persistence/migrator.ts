import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { migrationsFolder } from './migrations-folder.js';

/** Any number: it only has to be the same for every process that migrates. */
const LOCK = 20_200_210;

export class MigrationProblem extends Error {
  override readonly name = 'MigrationProblem';
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Plain SQL files, applied in the order of their names, each in a transaction of its own and never changed afterwards. */
export class Migrator {
  constructor(
    private readonly databaseUrl: string,
    private readonly folder: string = migrationsFolder(),
  ) {}

  /** @returns the names that were applied now */
  async migrate(): Promise<string[]> {
    return this.withClient(async (client) => {
      await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
      await client.query(
        `CREATE SCHEMA IF NOT EXISTS platform;
         CREATE TABLE IF NOT EXISTS platform.migration (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
      );
      const waiting = await this.waiting(client);
      for (const migration of waiting) await apply(client, migration);
      return waiting.map(({ name }) => name);
    });
  }

  /** The names not applied yet. */
  async pending(): Promise<string[]> {
    return this.withClient(async (client) => {
      const { rows } = await client.query<{ known: boolean }>(
        `SELECT to_regclass('platform.migration') IS NOT NULL AS known`,
      );
      const waiting = rows[0]?.known ? await this.waiting(client) : await this.files();
      return waiting.map(({ name }) => name);
    });
  }

  /** @throws MigrationProblem while there are any: a program does not work on a database it does not know. */
  async requireCurrent(): Promise<void> {
    const [first, ...more] = await this.pending();
    if (!first) return;
    const others = more.length > 0 ? ` and ${more.length} more` : '';
    throw new MigrationProblem(`The database lacks migration ${first}${others}: run \`npm run migrations\` first.`);
  }

  private async waiting(client: pg.Client): Promise<Migration[]> {
    const files = await this.files();
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'SELECT name, checksum FROM platform.migration',
    );
    const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
    const changed = files.find(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
    if (changed) throw new MigrationProblem(`Migration ${changed.name} was changed after it had been applied.`);
    return files.filter(({ name }) => !applied.has(name));
  }

  private async files(): Promise<Migration[]> {
    const names = (await readdir(this.folder)).filter((name) => name.endsWith('.sql')).sort();
    return Promise.all(
      names.map(async (name) => {
        const sql = await readFile(join(this.folder, name), 'utf8');
        return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
      }),
    );
  }

  private async withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO platform.migration (name, checksum) VALUES ($1, $2)', [name, checksum]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new MigrationProblem(`Migration ${name} failed: ${(error as Error).message}`);
  }
}
