import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const ROOT = join(import.meta.dirname, '..', '..');

interface Started {
  readonly url: string;
  readonly folder: string;
  stop(): Promise<unknown>;
}
interface Postgres {
  readonly NO_DATA_IN_THE_LOG: readonly string[];
  startPostgres(where: { folder: string }): Promise<Started>;
}

describe('What the database writes down', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bamin-log-'));
  let scripts: Postgres;
  let server: Started;

  beforeAll(async () => {
    scripts = (await import(join(ROOT, 'scripts', 'lib', 'postgres.mjs'))) as Postgres;
    server = await scripts.startPostgres({ folder });
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    for (const path of [server?.folder ?? folder, folder]) rmSync(path, { recursive: true, force: true });
  });

  it('is no value of a statement that failed, whoever raised the error', async () => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query('CREATE TABLE person (name text UNIQUE CHECK (length(name) < 9))');
    await client.query("INSERT INTO person VALUES ('secret-1')");
    for (const statement of [
      "INSERT INTO person VALUES ('secret-1')",
      "INSERT INTO person VALUES ('secret-22')",
      "SELECT 'secret-3'::int",
      "DO $$ BEGIN RAISE EXCEPTION 'refused' USING DETAIL = 'secret-4'; END $$",
    ])
      await expect(client.query(statement)).rejects.toThrow();
    await client.end();
    await server.stop();
    const log = readFileSync(join(server.folder, 'postgresql.log'), 'utf8');
    expect(log).toContain('database system is ready');
    expect(log).not.toContain('secret');
  }, 60_000);

  it('is said to the server of the containers, too', () => {
    const compose = readFileSync(join(ROOT, 'docker', 'compose.yaml'), 'utf8');
    for (const setting of scripts.NO_DATA_IN_THE_LOG) expect(compose).toContain(`'-c', '${setting}'`);
  });
});
