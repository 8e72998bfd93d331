import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type RecordFilter, recordPage } from '../../src/checkpoint/application/records/record-query.js';
import type { CheckpointTables } from '../../src/checkpoint/tables.js';
import { Database } from '../../src/platform/persistence/database.js';
import { type Browser, World } from '../world.js';

const DEMO = '01900000-0000-7000-8000-00000000';
const [OWN, POINT, QUIET_POINT, LIN, QUIET_SCANNER] = ['c001', 'e001', 'e002', 'b004', 'b006'].map(
  (tail) => `${DEMO}${tail}`,
) as [string, string, string, string, string];
const SHIFT = `${DEMO}f001`;
const DAY = 86_400_000;
const MOST_BUFFERS = 2000;

/** A million scans of 30 days, and between them every thirtieth of the own unit (`k` counts those; one in two thousand is a rare one). */
const SCANS = `
  INSERT INTO checkpoint.scan (id, resident_id, organization_id, unit_path, scan_point_id, shift_id, scanner_id, area_key, colour, verdict_seq, assurance, masked_name, answer, scanned_at, received_at)
  SELECT uuidv7(at - now()), '${DEMO}b101', CASE WHEN k IS NULL THEN md5('unit ' || n % 100)::uuid ELSE '${OWN}' END, 'fj',
    CASE WHEN k IS NULL THEN md5('point ' || n % 300)::uuid WHEN rare THEN '${QUIET_POINT}' ELSE '${POINT}' END, '${SHIFT}',
    CASE WHEN k IS NULL THEN md5('scanner ' || n % 500)::uuid WHEN rare THEN '${QUIET_SCANNER}' ELSE '${LIN}' END, '350102',
    CASE WHEN rare OR (k IS NULL AND n % 20 = 0) THEN 'orange' ELSE 'green' END, 0, 'presentation',
    CASE WHEN rare THEN '欧阳**' ELSE substr('王李张刘陈杨黄赵周吴', 1 + n % 10, 1) || '*明' END, '{"flowAdvice":{"kind":"none"}}', at, at
  FROM (SELECT n, k, k % 2000 = 0 AND k IS NOT NULL AS rare, now() - interval '30 days' * (1030000 - n) / 1030000 AS at
        FROM (SELECT n, CASE WHEN n % 33 = 0 THEN n / 33 END AS k FROM generate_series(1, 1030000) n) numbered) past
  WHERE k IS NULL OR at NOT BETWEEN now() - interval '15 days' AND now() - interval '14 days'`;

describe('the list of records among a million of others', () => {
  let world: World;
  let client: pg.Client;
  let own: Browser;

  beforeAll(async () => {
    world = await World.start({ demo: true });
    client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    own = await world.signedIn('13900000002');
    await client.query(`INSERT INTO checkpoint.shift (id, scanner_id, scanner_name, organization_id, scan_point_id, opened_at, closed_at)
      SELECT '${SHIFT}', '${LIN}', name, '${OWN}', '${POINT}', now(), now() FROM organization.sub_account WHERE id = '${LIN}'`);
    await client.query(`INSERT INTO checkpoint.scan_point (id, organization_id, name, kind, area_key, address, confirmed, added_at)
      SELECT md5('point ' || n)::uuid, md5('unit ' || n)::uuid, '某点', 'office', '350102', '', true, now() FROM generate_series(0, 299) n`);
    const indexes = await withoutIndexes();
    await client.query(SCANS); // The own unit is quiet on one day two weeks ago.
    for (const definition of indexes) await client.query(definition);
    await client.query('VACUUM ANALYZE checkpoint.scan');
  }, 120_000);
  afterAll(async () => {
    await client?.end();
    await world?.stop();
  });

  /** A million rows are in sooner when the indexes come after them. @returns what they are, as the database says */
  async function withoutIndexes(): Promise<string[]> {
    const { rows } = await client.query(`
      SELECT c.oid::regclass::text AS name, replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ') AS definition
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = 'checkpoint.scan'::regclass AND NOT i.indisprimary`);
    await client.query("SET synchronous_commit = off; SET maintenance_work_mem = '256MB'");
    for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
    return rows.filter(({ name }) => name !== 'checkpoint.scan_trail').map(({ definition }) => definition as string);
  }

  /** What the first page reads, wherever it lies. */
  async function read(
    filter: Partial<RecordFilter>,
    units = [OWN],
    before?: string,
  ): Promise<{ rows: number; buffers: number }> {
    const db = world.app.get(Database).read<CheckpointTables>();
    const { sql, parameters } = recordPage(db, units, { limit: 20, ...filter }, before).compile();
    const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`, [...parameters]);
    const plan = rows[0]['QUERY PLAN'][0].Plan as Record<string, number>;
    return { rows: plan['Actual Rows']!, buffers: plan['Shared Hit Blocks']! + plan['Shared Read Blocks']! };
  }

  const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();
  const FEW = expect.any(Number);
  it.each<[string, Partial<RecordFilter>, unknown]>([
    ['without a filter', {}, 21],
    ['at a point', { scanPointId: POINT }, 21],
    ['at a quiet point', { scanPointId: QUIET_POINT }, FEW],
    ['of a scanner', { scannerId: LIN }, 21],
    ['of a scanner who is hardly there', { scannerId: QUIET_SCANNER }, FEW],
    ['of a scanner at a point', { scannerId: QUIET_SCANNER, scanPointId: QUIET_POINT }, FEW],
    ['of green codes', { colour: 'green' }, 21],
    ['of orange codes', { colour: 'orange' }, FEW],
    ['of a family name', { name: '陈' }, 21],
    ['of a whole name', { name: '陈晓明' }, 21],
    ['of a rare family name', { name: '欧阳' }, FEW],
    ['of a name that nobody has', { name: '陈不存在' }, 0],
    ['of a day two weeks ago', { from: ago(12), to: ago(11) }, 21],
    ['of a day two weeks ago on which nothing was', { from: ago(14.9), to: ago(14.1) }, 0],
    ['of all before last week', { to: ago(8) }, 21],
    ['of all since yesterday', { from: ago(1) }, 21],
    ['of orange codes of a day two weeks ago', { colour: 'orange', from: ago(14.9), to: ago(14.1) }, 0],
  ])('reads few pages: %s', async (_, filter, expected) => {
    const { rows, buffers } = await read(filter);
    expect({ few: buffers <= MOST_BUFFERS, buffers, rows }).toEqual({ few: true, buffers, rows: expected });
  });

  it('looks for a day among the ids that what was received on it can have', async () => {
    const day = { from: ago(14.9), to: ago(14.1) };
    const { buffers } = await read(day);
    expect({ few: buffers < 100, buffers }).toEqual({ few: true, buffers });
  });

  it.each<[string, Partial<RecordFilter>]>([
    ['all', {}],
    ['orange codes', { colour: 'orange' }],
    ['a name', { name: '欧阳' }],
    ['a day', { from: ago(12), to: ago(11) }],
  ])('reads few pages for a subtree of many units: %s', async (_, filter) => {
    const { rows } = await client.query(
      `SELECT DISTINCT organization_id AS id FROM checkpoint.scan WHERE organization_id <> '${OWN}' LIMIT 30`,
    );
    const quiet = Array.from({ length: 30 }, (_, n) => `${DEMO}d0${String(n).padStart(2, '0')}`);
    const { buffers } = await read(filter, [OWN, ...quiet, ...rows.slice(0, 12).map(({ id }) => String(id))]);
    expect({ few: buffers <= MOST_BUFFERS, buffers }).toEqual({ few: true, buffers });
  });

  const busy = Array.from({ length: 100 }, (_, n) => `md5('unit ${n}')::uuid`).join();
  const crowd = async (quiet: number) => [
    ...(await client.query(`SELECT unnest(ARRAY[${busy}]) AS id`)).rows.map(({ id }) => String(id)),
    ...Array.from({ length: quiet }, (_, n) => `${DEMO.slice(0, -4)}${String(n).padStart(8, '0')}`),
  ];
  it.each<[string, Partial<RecordFilter>]>([
    ['all', {}],
    ['green codes', { colour: 'green' }],
    ['a common name', { name: '陈' }],
    ['a day', { from: ago(12), to: ago(11) }],
  ])('costs no more for units that did not scan, where others did: %s', async (_, filter) => {
    const [some, many] = [await read(filter, await crowd(0)), await read(filter, await crowd(2000))];
    expect(some).toMatchObject({ rows: 21 });
    expect(many).toEqual({ rows: 21, buffers: expect.any(Number) });
    expect({ few: many.buffers <= some.buffers * 1.2, some, many }).toMatchObject({ few: true });
  });

  it('finds the same for many units as for each of them', async () => {
    const newest = async (units: string[], filter: Partial<RecordFilter>) => {
      const db = world.app.get(Database).read<CheckpointTables>();
      const found = await recordPage(db, units, { limit: 20, ...filter }).execute();
      return found.map(({ id }) => id);
    };
    const many = [OWN, ...(await crowd(40)).slice(100)];
    for (const filter of [{}, { colour: 'orange' }, { name: '欧阳' }, { name: '陈' }, { from: ago(12), to: ago(11) }])
      expect(await newest(many, filter)).toEqual(await newest([OWN], filter));
  });

  it('shows the records that it was asked for, page by page, newest first', async () => {
    const list = async (query: string) =>
      (await own.get(`/scan-records?${query}`)).body as unknown as {
        items: { scanId: string; maskedName: string; receivedAt: string; colour: string }[];
        next?: string;
      };
    const names = async (name: string) => [
      ...new Set((await list(`limit=100&name=${encodeURIComponent(name)}`)).items.map(({ maskedName }) => maskedName)),
    ];
    expect(await names('陈')).toEqual(['陈*明']);
    expect(await names('陈*明')).toEqual(['陈*明']);
    expect(await names('陈不存在')).toEqual([]);
    expect(await names('欧阳美')).toEqual(['欧阳**']);
    expect(await names('%')).toEqual([]);
    await client.query(
      `UPDATE checkpoint.scan SET masked_name = 'O***' WHERE id = (SELECT max(id::text)::uuid FROM checkpoint.scan WHERE organization_id = '${OWN}')`,
    );
    expect([await names('o'), await names('OLA'), await names('ola')]).toEqual([['O***'], ['O***'], ['O***']]);
    const orange = await list('limit=10&colour=orange');
    const more = await list(`limit=10&colour=orange&cursor=${orange.next}`);
    const seen = [...orange.items, ...more.items];
    expect(new Set(seen.map(({ colour }) => colour))).toEqual(new Set(['orange']));
    expect(seen.map(({ scanId }) => scanId)).toEqual([...new Set(seen.map(({ scanId }) => scanId))].sort().reverse());
    const day = (await list(`limit=100&from=${ago(12)}&to=${ago(11)}`)).items;
    expect(day).toHaveLength(100);
    for (const { receivedAt } of day) expect(receivedAt > ago(12.01) && receivedAt < ago(10.99)).toBe(true);
  });
});
