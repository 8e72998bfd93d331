import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Database } from '../../src/platform/persistence/database.js';
import { SqlPool } from '../../src/platform/persistence/sql-pool.js';
import type { PlatformTables } from '../../src/platform/persistence/tables.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { PlatformWorld } from './platform-world.js';

const ONE_OF_EACH = `SELECT '2020-02-09 08:00+08'::timestamptz AS instant, '2020-02-09'::date AS day, 9007199254740991::bigint AS whole,
  37.30::numeric AS decimal, '{2020-02-09}'::date[] AS days, '{1,NULL}'::bigint[] AS wholes, interval '1 day' AS span, '{"a":[1]}'::jsonb AS json`;
const AS_IT_ARRIVES = {
  instant: new Date('2020-02-09T00:00:00Z'),
  day: '2020-02-09',
  whole: 9007199254740991,
  decimal: '37.30',
  days: ['2020-02-09'],
  wholes: [1, null],
  span: '1 day',
  json: { a: [1] },
};

describe('Reading', () => {
  let world: PlatformWorld;

  beforeAll(async () => {
    world = await PlatformWorld.start({
      tables: `CREATE TABLE sample.note (id int PRIMARY KEY);
        CREATE FUNCTION sample.take_note() RETURNS void LANGUAGE sql AS 'INSERT INTO sample.note VALUES (3)';`,
    });
  });
  afterAll(() => world.stop());

  const database = () => world.get(Database);
  const transactions = () => world.get(Transactions);
  const notes = async () => (await sql`SELECT FROM sample.note`.execute(database().read())).rows.length;

  it('cannot write: the compiler offers nothing that does, and PostgreSQL refuses what a template or a function tries', async () => {
    const reader = database().read<PlatformTables>();
    // @ts-expect-error A reader has no such query.
    expect(() => reader.insertInto('platform.cursor')).toBeDefined();
    // @ts-expect-error Nor has a part of one.
    expect(() => reader.with('it', (db) => db.deleteFrom('platform.cursor'))).toBeDefined();
    // @ts-expect-error A table or column that does not exist is none.
    expect(() => reader.selectFrom('platform.cursor').select('nothing')).toBeDefined();
    await expect(sql`INSERT INTO sample.note VALUES (1)`.execute(reader)).rejects.toMatchObject({ code: '25006' });
    await expect(sql`SELECT sample.take_note()`.execute(reader)).rejects.toMatchObject({ code: '25006' });
    expect(await notes()).toBe(0);
  });

  it('cannot write inside a transaction or of a snapshot either', async () => {
    const writes = [
      sql`INSERT INTO sample.note VALUES (1)`,
      sql`TRUNCATE sample.note`,
      sql`WITH gone AS (DELETE FROM sample.note RETURNING id) SELECT id FROM gone`,
      sql`WITH changed AS (UPDATE sample.note SET id = 5 RETURNING id) SELECT id FROM changed`,
      sql`WITH merged AS (MERGE INTO sample.note n USING sample.note m ON n.id = m.id WHEN MATCHED THEN DELETE RETURNING n.id) SELECT id FROM merged`,
      sql`WITH added AS (INSERT INTO sample.note VALUES (6) RETURNING id) SELECT id FROM added`,
      ...['UPDATE', 'NO KEY UPDATE', 'SHARE', 'KEY SHARE'].map(
        (lock) => sql`SELECT id FROM sample.note FOR
        ${sql.raw(lock)}`,
      ),
    ];
    const composed = sql`${sql`INSERT INTO sample.note`} VALUES (1)`;
    for (const write of [...writes, composed]) {
      const refused = { message: 'A reader executes only what reads.' };
      await expect(transactions().run(() => write.execute(database().read()))).rejects.toMatchObject(refused);
      await expect(transactions().snapshot((seen) => write.execute(seen.read()))).rejects.toMatchObject(refused);
    }
    const locks = transactions().run(() =>
      database().read<PlatformTables>().selectFrom('platform.cursor').selectAll().forUpdate().execute(),
    );
    await expect(locks).rejects.toThrow('only what reads');
    const byFunction = transactions().snapshot((seen) => sql`SELECT sample.take_note()`.execute(seen.read()));
    await expect(byFunction).rejects.toMatchObject({ code: '25006' });
    // @ts-expect-error A snapshot is no transaction.
    expect(await transactions().snapshot(async (seen) => seen.db)).toBeUndefined();
  });

  it('inside a transaction sees what that transaction wrote, and nobody else does', async () => {
    await expect(
      transactions().run(async (tx) => {
        await sql`INSERT INTO sample.note VALUES (2)`.execute(tx.db());
        expect(await notes()).toBe(1);
        expect(await world.rows('SELECT FROM sample.note')).toHaveLength(0);
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    expect(await notes()).toBe(0);
  });

  it('takes no snapshot inside a transaction, which would not be seen in it', async () => {
    const taken = transactions().run(() => transactions().snapshot(async () => 'seen'));
    await expect(taken).rejects.toThrow('inside a transaction');
  });

  it('goes on while every connection for writing is in use', async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const writers = Array.from({ length: 40 }, () => transactions().run(() => held));
    expect(await notes()).toBe(0);
    letGo();
    await Promise.all(writers);
  });

  it.each([
    ['for reading', () => sql`${sql.raw(ONE_OF_EACH)}`.execute(database().read())],
    ['of a transaction', () => transactions().run((tx) => sql`${sql.raw(ONE_OF_EACH)}`.execute(tx.db()))],
    ['of a snapshot', () => transactions().snapshot((seen) => sql`${sql.raw(ONE_OF_EACH)}`.execute(seen.read()))],
    ['of the hot path', () => world.get(SqlPool).query({ text: ONE_OF_EACH })],
  ])('gets the same values on a connection %s', async (_, read) => {
    expect((await read()).rows).toEqual([AS_IT_ARRIVES]);
  });

  it('refuses a whole number that would lose digits', async () => {
    const beyond = sql`SELECT 9007199254740993::bigint AS n`.execute(database().read());
    await expect(beyond).rejects.toThrow('too large');
  });
});
