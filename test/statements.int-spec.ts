import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, globSync } from 'node:fs';
import pg from 'pg';
import { dropDatabase, freshDatabase } from './databases.js';
import { describe as described, misreadings } from './row-types.js';
import { type Statement, statementsOf } from './statements.js';

/** What is put together when it runs, or is no statement that can be prepared; and the spec that runs it. */
const RUN_BY: Readonly<Record<string, string>> = {
  'src/checkpoint/application/records/record-query.ts#pageOfIds': 'test/checkpoint/record-list.int-spec.ts',
  'src/health-verdict/application/evidence/evidence-intake.ts#keepUnlisted':
    'test/health-verdict/drug-purchases.int-spec.ts',
  'src/health-verdict/application/evidence/records.ts#insert': 'test/health-verdict/feed-upload.int-spec.ts',
  'src/health-verdict/application/evidence/staging.ts#deleteAll': 'test/health-verdict/recovery.int-spec.ts',
  'src/platform/messaging/outbox-partitions.ts#visit': 'test/platform/projections.int-spec.ts',
  'src/platform/messaging/shadow-table.ts#addPartitions': 'test/platform/partitioned-projection.int-spec.ts',
  'src/platform/messaging/shadow-table.ts#createShadow': 'test/platform/partitioned-projection.int-spec.ts',
  'src/platform/messaging/shadow-table.ts#swap': 'test/platform/partitioned-projection.int-spec.ts',
  'src/platform/persistence/migrator.ts#migrate': 'test/platform/migrations.int-spec.ts',
  'src/platform/persistence/remove-older.ts#removeOlder': 'test/data-protection.int-spec.ts',
  'src/reporting/projections/counters.ts#apply': 'test/reporting/unit-day.int-spec.ts',
};

const FILES = globSync('src/**/*.ts').filter((path) => !/[.-](int-)?spec\.ts$/.test(path));

/** Whether the plan of a statement writes, or locks rows. */
const WRITES = /"Node Type": "(ModifyTable|LockRows)"/;

describe('Every SQL statement', () => {
  const statements = FILES.flatMap(statementsOf);
  let url: string;
  let client: pg.Client;

  beforeAll(async () => {
    url = await freshDatabase();
    client = new pg.Client({ connectionString: url });
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await dropDatabase(url);
  });

  /** @returns what PostgreSQL says against it */
  async function refusalOf({ text, composed }: Statement): Promise<string | undefined> {
    if (composed) return 'is put together when it runs';
    try {
      await described(client, text);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  it('fits the migrated tables, or is on the list with a spec that runs it', async () => {
    expect(statements.length).toBeGreaterThan(60);
    const unfit: { place: string; why: string }[] = [];
    for (const statement of statements) {
      const refusal = await refusalOf(statement);
      if (refusal) unfit.push({ place: statement.place, why: `${refusal}\n${statement.text.trim()}` });
    }
    expect(unfit.filter(({ place }) => !RUN_BY[place])).toEqual([]);
    expect(Object.keys(RUN_BY).filter((place) => !unfit.some((it) => it.place === place))).toEqual([]); // Needed no longer.
  });

  it('on the list is run by a spec that exists', () => {
    expect(Object.values(RUN_BY).filter((spec) => !existsSync(spec))).toEqual([]);
  });

  it('gives back what the program reads: such columns, of such types, empty only where it says so', async () => {
    const fit = statements.filter(({ composed, rows }) => rows && !composed);
    expect(fit.length).toBeGreaterThan(20);
    const misread: string[] = [];
    for (const { place, text, rows } of fit)
      for (const why of misreadings(text, rows!, await described(client, text))) misread.push(`${place}: ${why}`);
    expect(misread).toEqual([]);
  });

  it('that gives back something else than is read of it is noticed', async () => {
    const text = 'SELECT id, login_hash AS hash, resident_id, created_at FROM identity.account';
    const row = { id: 'number', hash: 'Buffer', resident_id: 'string', created_at: 'Date', mobile: 'Buffer' };
    const read = Object.fromEntries(Object.entries(row).map(([name, kind]) => [name, { kind, nullable: false }]));
    expect(misreadings(text, read, await described(client, text))).toEqual([
      'id is read as number and is string',
      'resident_id may be null and is not read so',
      'mobile is not among the columns',
    ]);
  });

  it('that is executed on what only reads neither writes nor locks', async () => {
    const reading = statements.filter(({ reads, composed }) => reads && !composed);
    expect(reading.length).toBeGreaterThan(5);
    for (const { place, text } of reading) {
      const { rows } = await client.query(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`);
      expect([place, WRITES.test(JSON.stringify(rows, null, 1))]).toEqual([place, false]);
    }
  });
});
