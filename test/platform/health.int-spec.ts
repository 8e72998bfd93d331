import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { HealthFact, ReportsHealth } from '../../src/platform/health/health-fact.js';
import { Vitals } from '../../src/platform/health/vitals.js';
import { MovableClock } from '../../src/platform/kernel/clock.js';
import { OutboxPartitions } from '../../src/platform/messaging/outbox-partitions.js';
import { removeOlder } from '../../src/platform/persistence/remove-older.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { LineToTheDatabase } from './line-to-the-database.js';
import { PlatformWorld } from './platform-world.js';

const NOTHING_LISTENS = 'redis://127.0.0.1:1';

@ReportsHealth({ part: 'sample', silent: 'degraded' })
class NeverAnswers extends HealthFact {
  check(): Promise<never> {
    return new Promise(() => undefined);
  }
}

describe('A process is ready', () => {
  let world: PlatformWorld;
  let line: LineToTheDatabase;
  const clock = new MovableClock();

  beforeAll(async () => {
    world = await PlatformWorld.start({
      clock,
      tables: 'CREATE TABLE sample.memo (id int PRIMARY KEY, at timestamptz NOT NULL)',
    });
    line = await LineToTheDatabase.to(world.databaseUrl);
  });
  beforeEach(() => clock.moveTo(new Date()));
  afterAll(async () => {
    await line.close();
    await world.stop();
  });

  const ready = async (process = world) => {
    const asked = performance.now();
    const answer = await process.app.inject('/health/ready');
    expect(answer.headers['retry-after']).toBe(answer.statusCode === 503 ? '5' : undefined);
    expect(performance.now() - asked).toBeLessThan(3000);
    const { facts, degraded } = answer.json() as {
      facts?: Record<string, string>;
      degraded?: { part: string; why: string }[];
    };
    return { status: answer.statusCode, ...(facts ? { facts } : { degraded }) };
  };
  const check = (process = world) => process.get(Vitals).check();
  const onTheLine = (environment: Record<string, string> = {}) =>
    world.another({ environment: { DATABASE_URL: line.url, ...environment } });

  it('when nothing is the matter', async () => {
    await check();
    expect(await ready()).toEqual({ status: 200, degraded: [] });
  });

  it('not while its database hangs, and says so at once; and again when it goes on', async () => {
    const process = await onTheLine();
    try {
      expect((await ready(process)).status).toBe(200);
      line.hold();
      await check(process);
      expect(await ready(process)).toMatchObject({
        status: 503,
        facts: { database: expect.stringContaining('not answer') },
      });
      line.letGo();
      await check(process);
      await check(process);
      expect((await ready(process)).status).toBe(200);
    } finally {
      line.letGo();
      await process.app.close();
    }
  });

  it('not on a database that lacks a migration', async () => {
    const [forgotten] = await world.rows(
      `DELETE FROM platform.migration WHERE name LIKE '0002%' RETURNING name, checksum`,
    );
    const process = await world.another({});
    expect(await ready(process)).toMatchObject({ status: 503, facts: { migrations: expect.stringContaining('0002') } });
    await world.rows('INSERT INTO platform.migration (name, checksum) VALUES ($1, $2)', [
      forgotten!['name'],
      forgotten!['checksum'],
    ]);
    await check(process);
    expect((await ready(process)).status).toBe(200);
    await process.app.close();
  });

  it('also without Redis, which it calls away', async () => {
    const process = await world.another({ environment: { REDIS_URL: NOTHING_LISTENS } });
    await check(process);
    expect(await ready(process)).toMatchObject({ status: 200, degraded: [{ part: 'queue' }] });
    await process.app.close();
  });

  it('also beside something that never answers, which is named', async () => {
    const process = await world.another({ providers: [NeverAnswers] });
    expect(await ready(process)).toMatchObject({ status: 200, degraded: [{ part: 'sample' }] });
    await process.app.close();
  }, 8000);

  describe('not where it cannot write', () => {
    const name = () => new URL(world.databaseUrl).pathname.slice(1);
    const inNewSessions = async (setting: string) => {
      await world.rows(`ALTER DATABASE ${name()} ${setting}`);
      await world.rows(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name()}' AND pid <> pg_backend_pid()`,
      );
    };
    afterEach(async () => {
      await inNewSessions('RESET ALL');
      await check(); // Learns that its connection was ended.
    });

    it.each([
      ['a full disk', 'SET temp_file_limit = 0', 'disk'],
      ['a database that only reads', 'SET default_transaction_read_only = on', 'read-only'],
    ])('because of %s', async (_, setting, why) => {
      await inNewSessions(setting);
      const process = await onTheLine();
      expect(await ready(process)).toMatchObject({ status: 503, facts: { writes: expect.stringContaining(why) } });
      await process.app.close();
    });

    it('because nothing moves', async () => {
      const holder = await world.admin.connect();
      await holder.query('BEGIN; UPDATE platform.heartbeat SET seen_at = seen_at');
      await check();
      expect(await ready()).toMatchObject({ status: 503, facts: { writes: expect.stringContaining('moved in time') } });
      await holder.query('ROLLBACK');
      holder.release();
      await check();
      expect((await ready()).status).toBe(200);
    });
  });

  it.each([
    ['ahead of', 6000, 503],
    ['behind', -6000, 503],
    ['ahead of', 4000, 200],
    ['behind', -4000, 200],
  ])(
    'only when its clock is not more than 5 s %s that of the database (%d ms: %d)',
    async (side, milliseconds, status) => {
      clock.moveTo(new Date(Date.now() + milliseconds));
      await check();
      expect(await ready()).toMatchObject({
        status,
        ...(status === 503 ? { facts: { clock: expect.stringContaining(side) } } : {}),
      });
    },
  );

  describe('and deletes', () => {
    const memo = {
      table: 'sample.memo',
      key: ['id'],
      seconds: 7 * 86_400,
      past: (before: object) => sql`r.at < ${before}`,
    };
    const left = async () => (await world.rows('SELECT id FROM sample.memo ORDER BY id')).map(({ id }) => id);
    const clean = () => removeOlder(world.get(Transactions), memo);
    beforeEach(async () => {
      await world.rows(`SELECT platform.trust_time()`);
      await world.rows(`TRUNCATE sample.memo`);
      await world.rows(`INSERT INTO sample.memo VALUES (1, now() - interval '8 days'), (2, now() - interval '6 days')`);
    });

    it('by the clock of the database, not by its own', async () => {
      clock.moveTo(new Date(Date.now() + 100 * 86_400_000));
      await clean();
      expect(await left()).toEqual([2]);
    });

    it('nothing when that clock went on by days at once, until it is confirmed', async () => {
      await world.rows(`UPDATE platform.heartbeat SET seen_at = now() - interval '9 days'`);
      await clean();
      await check();
      await clean();
      expect(await left()).toEqual([1, 2]);
      expect(await ready()).toMatchObject({ status: 200, degraded: [{ part: 'deleting' }] });
      await world.rows('SELECT platform.trust_time()');
      await check();
      await clean();
      expect(await left()).toEqual([2]);
      expect(await ready()).toMatchObject({ status: 200, degraded: [] });
    });

    it('again when a day went by as days do, or the clock was put right', async () => {
      for (const since of [`now() - interval '1 second'`, `now() + interval '9 days'`]) {
        await world.rows(`INSERT INTO sample.memo VALUES (1, now() - interval '8 days') ON CONFLICT DO NOTHING`);
        await world.rows(
          `UPDATE platform.heartbeat SET jumped_from = now() - interval '9 days', held_until = ${since}`,
        );
        await check();
        await clean();
        expect(await left()).toEqual([2]);
      }
    });

    it('no day of the outbox either', async () => {
      await world.rows(
        `CREATE TABLE platform.outbox_20200210 PARTITION OF platform.outbox FOR VALUES FROM ('2020-02-10') TO ('2020-02-11')`,
      );
      await world.rows(`INSERT INTO platform.outbox_passed VALUES ('outbox_20200210', now() - interval '8 days')`);
      await world.rows(`UPDATE platform.heartbeat SET seen_at = now() - interval '9 days'`);
      await world.get(OutboxPartitions).run();
      expect(await world.rows(`SELECT to_regclass('platform.outbox_20200210')::text AS it`)).toEqual([
        { it: 'platform.outbox_20200210' },
      ]);
    });
  });
});
