import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { firstIdOf, newId } from '../../src/platform/kernel/ids.js';
import { SqlPool } from '../../src/platform/persistence/sql-pool.js';
import { World } from '../world.js';

const DEMO = '01900000-0000-7000-8000-00000000';
const MINUTE = 60_000;
/** Scans of a week, twenty of each resident. */
const SCANS = `
  INSERT INTO checkpoint.scan (id, resident_id, credential_id, nonce, organization_id, unit_path, scan_point_id, shift_id, scanner_id, area_key, colour, verdict_seq, assurance,
    masked_name, answer, scanned_at, received_at)
  SELECT uuidv7(at - now()), md5('resident ' || n % 3000)::uuid, md5('device ' || n % 3000)::uuid, decode(md5(n::text), 'hex'), '${DEMO}c001', 'fj', '${DEMO}e001',
    md5('shift')::uuid, '${DEMO}b004', '350102', 'green', 0, 'presentation', '陈*明', '{"flowAdvice":{"kind":"none"}}', at, at
  FROM (SELECT n, now() - interval '7 days' * n / 60000 AS at FROM generate_series(1, 60000) n) past`;
const BATCH = 10;
/** Per scan: the way down the index of its resident, and the rows of their week. */
const FEW_BUFFERS = BATCH * 50;

describe('a batch of scans among many', () => {
  let world: World;
  let client: pg.Client;

  beforeAll(async () => {
    world = await World.start({ demo: true });
    client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    await client.query(SCANS);
    await client.query('VACUUM ANALYZE checkpoint.scan');
  }, 60_000);
  afterAll(async () => {
    await client?.end();
    await world?.stop();
  });

  async function buffersOf(statement: string, values: readonly unknown[]): Promise<number> {
    const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${statement}`, [...values]);
    const plan = rows[0]['QUERY PLAN'][0].Plan as Record<string, number>;
    return plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!;
  }

  it('looks for others of its showings among each resident’s own, not among all of the week', async () => {
    const whole = await buffersOf('SELECT count(answer) FROM checkpoint.scan', []);
    expect(whole).toBeGreaterThan(FEW_BUFFERS * 4);
    const [since, until] = [-7 * 24 * 60 * MINUTE, MINUTE].map((apart) => firstIdOf(new Date(Date.now() + apart)));
    const read: number[] = [];
    for (let time = 0; time < 8; time++) {
      const { rows } = await client.query(
        `SELECT md5('resident ' || n)::uuid AS resident_id, md5('device ' || n)::uuid AS credential_id FROM generate_series($1::int, $2::int) n`,
        [time * BATCH, (time + 1) * BATCH - 1],
      );
      const showings = rows.map((of) => ({ ...of, id: newId(), nonce: '\\x0102', known: [] }));
      read.push(await buffersOf('SELECT checkpoint.overtaken($1, $2, $3)', [JSON.stringify(showings), since, until]));
    }
    // The first one reads the catalogue as well; the last ones have the plan that is kept for all values.
    expect(read.slice(1).filter((buffers) => buffers >= FEW_BUFFERS)).toEqual([]);
  });

  it('is planned once for all batches of a connection', async () => {
    const pool = world.app.get(SqlPool);
    await pool.withConnection(async (connection) => {
      const some = { name: 'some', text: 'SELECT FROM checkpoint.scan WHERE resident_id = ANY($1::uuid[])' };
      for (let time = 0; time < 8; time++) await connection.query({ ...some, values: [[newId()]] });
      const { rows } = await connection.query(`SELECT custom_plans FROM pg_prepared_statements WHERE name = 'some'`);
      expect(rows).toEqual([{ custom_plans: 0 }]);
    });
  });

  it('finds its own by an index also in a month that is empty when it is planned', async () => {
    const text = `EXPLAIN SELECT FROM checkpoint.scan_default WHERE resident_id = '${newId()}'`;
    const { rows } = await world.app.get(SqlPool).query<{ 'QUERY PLAN': string }>({ text });
    expect(rows[0]!['QUERY PLAN']).toMatch(/^Index/);
  });
});
