import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { OffersReplay, EventReplay } from '../../src/platform/messaging/replay.js';
import { Outbox, type OutboxEvent } from '../../src/platform/messaging/outbox.js';
import { Vitals } from '../../src/platform/health/vitals.js';
import { Lineage } from '../../src/platform/messaging/lineage.js';
import { OutboxPartitions } from '../../src/platform/messaging/outbox-partitions.js';
import { Parked } from '../../src/platform/messaging/parked.js';
import { ProjectionRebuild } from '../../src/platform/messaging/projection-rebuild.js';
import { ProjectionRunner } from '../../src/platform/messaging/projection-runner.js';
import { Stamps } from '../../src/platform/messaging/stamps.js';
import type { ReadAccess } from '../../src/platform/persistence/reader.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { PlatformWorld } from './platform-world.js';
import { Counted, counted, TALLY_TABLE, Tally } from './samples.js';

const FACTS = 'CREATE TABLE sample.fact (id uuid PRIMARY KEY, amount int NOT NULL);';
/** The database refuses to write while it has a trouble, as it does in a deadlock or when it is full. */
const TROUBLE = `
  CREATE TABLE sample.trouble (code text NOT NULL);
  CREATE FUNCTION sample.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE trouble text;
  BEGIN
    SELECT code INTO trouble FROM sample.trouble;
    IF trouble IS NOT NULL THEN RAISE EXCEPTION 'refused' USING ERRCODE = trouble; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER refuse BEFORE INSERT ON sample.tally FOR EACH ROW EXECUTE FUNCTION sample.refuse();`;

@OffersReplay()
class FactReplay extends EventReplay {
  readonly events = [Counted];
  /** Lets a spec do something while the snapshot is being replayed. */
  static meanwhile: () => Promise<void> = async () => undefined;

  async *replay(snapshot: ReadAccess): AsyncIterable<readonly OutboxEvent[]> {
    const { rows } = await sql<{ id: string; amount: number }>`SELECT id, amount FROM sample.fact ORDER BY id`.execute(
      snapshot.read(),
    );
    await FactReplay.meanwhile();
    for (let from = 0; from < rows.length; from += 7) {
      yield rows.slice(from, from + 7).map(({ id, amount }) => ({ ...counted(amount), id }));
    }
  }
}

describe('Projections', () => {
  let world: PlatformWorld;
  const runner = () => world.get(ProjectionRunner);
  const tally = async () => (await world.rows('SELECT facts, amount::int FROM sample.tally'))[0];
  const drain = async () => {
    while (await runner().behind()) await runner().step();
  };
  /** The fact and its event in one transaction, as a use case does. */
  const count = (...amounts: number[]) =>
    world.get(Transactions).run(async (tx) => {
      const events = amounts.map(counted);
      for (const { aggregateId, payload } of events) {
        await sql`INSERT INTO sample.fact VALUES (${aggregateId}, ${payload.amount})`.execute(tx.db());
      }
      await world.get(Outbox).append(tx, events);
    });

  beforeAll(async () => {
    world = await PlatformWorld.start({ providers: [Tally, FactReplay], tables: TALLY_TABLE + FACTS + TROUBLE });
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    FactReplay.meanwhile = async () => undefined;
    await world.rows('TRUNCATE platform.outbox, platform.cursor CASCADE');
    await world.rows('TRUNCATE sample.tally');
    await world.rows('TRUNCATE sample.fact, sample.trouble');
    await world.rows(`INSERT INTO platform.cursor (name) VALUES ('sample.tally') ON CONFLICT DO NOTHING`);
  });

  it('does not skip the facts of an older transaction that commits late', async () => {
    const late = await world.admin.connect();
    await late.query('BEGIN');
    await late.query(
      'INSERT INTO platform.outbox (id, type, aggregate_id, aggregate_version, occurred_at, payload) VALUES (uuidv7(), $1, uuidv7(), 1, now(), $2)',
      [Counted, { amount: 1 }],
    );
    await count(10);
    await runner().step();
    expect(await tally()).toBeUndefined(); // The younger fact waits for the older writer.
    await late.query('COMMIT');
    late.release();
    await drain();
    expect(await tally()).toEqual({ facts: 2, amount: 11 });
  });

  it('parks a poison event, applies its neighbours and says that it is degraded', async () => {
    await count(1, 2, 1_000_000, 4, 5);
    await drain();
    expect(await tally()).toEqual({ facts: 4, amount: 12 });
    expect(await world.rows('SELECT type, problem FROM platform.parked_event')).toHaveLength(1);
    expect(await world.rows('SELECT 1 FROM platform.cursor WHERE degraded_at IS NOT NULL')).toHaveLength(1);
    await count(8);
    await drain();
    expect(await tally()).toEqual({ facts: 5, amount: 20 });
    await world.get(Vitals).check();
    const ready = await world.app.inject('/health/ready');
    expect(ready.json()).toMatchObject({ status: 'ready', degraded: [{ part: 'sample.tally' }] });
  });

  it('says how far it has read, and whether it lacks an event', async () => {
    const stamp = () => world.get(Stamps).of('sample.tally');
    expect(await stamp()).toEqual({ degraded: false });
    expect(await world.get(Stamps).of('sample.new')).toEqual({ degraded: false }); // It has not begun to read.
    const before = new Date().toISOString();
    await count(1);
    await drain();
    const { asOf, degraded } = await stamp();
    expect([asOf! >= before, degraded]).toEqual([true, false]);
    await count(1_000_000);
    await drain();
    expect(await stamp()).toEqual({ asOf: expect.any(String), degraded: true });
  });

  it.each(['40001', '40P01', '55P03', '57014', '53100', '57P01', '08006'])(
    'reads the batch again after a passing trouble (%s) and parks nothing',
    async (code) => {
      await count(3, 4);
      await world.rows('INSERT INTO sample.trouble VALUES ($1)', [code]);
      await expect(drain()).rejects.toMatchObject({ code });
      await world.rows('TRUNCATE sample.trouble');
      await drain();
      expect(await tally()).toEqual({ facts: 2, amount: 7 });
      expect(
        await world.rows(
          'SELECT 1 FROM platform.parked_event UNION SELECT 1 FROM platform.cursor WHERE degraded_at IS NOT NULL',
        ),
      ).toEqual([]);
    },
  );

  it('parks a payload that does not fit instead of counting it', async () => {
    await world
      .get(Transactions)
      .run((tx) =>
        world
          .get(Outbox)
          .append(tx, [counted(1), { ...counted(2), payload: { amount: '2' } }, { ...counted(3), payload: {} }]),
      );
    await drain();
    expect(await tally()).toEqual({ facts: 1, amount: 1 });
    const problem = 'The payload does not fit: amount: invalid_type';
    expect(await world.rows('SELECT problem FROM platform.parked_event')).toEqual([{ problem }, { problem }]);
  });

  it('is whole again once what was parked counts', async () => {
    const degraded = () => world.rows('SELECT 1 FROM platform.cursor WHERE degraded_at IS NOT NULL');
    await count(1, 2_000_000, 3_000_000);
    await drain();
    expect(await world.get(Parked).retry()).toEqual({ done: 0, failed: 2 });
    expect([await tally(), await degraded()]).toEqual([{ facts: 1, amount: 1 }, [expect.anything()]]);
    await world.rows('ALTER TABLE sample.tally DROP CONSTRAINT tally_amount_check');
    await world.rows(
      `UPDATE platform.parked_event SET event = NULL WHERE ctid IN (SELECT ctid FROM platform.parked_event LIMIT 1)`,
    ); // As of an older version.
    expect(await world.get(Parked).retry('sample.tally')).toEqual({ done: 2, failed: 0 });
    expect([await tally(), await degraded()]).toEqual([{ facts: 3, amount: 5_000_001 }, []]);
    expect(await world.get(Parked).list()).toEqual([]);
    await world.rows('TRUNCATE sample.tally');
    await world.rows('ALTER TABLE sample.tally ADD CONSTRAINT tally_amount_check CHECK (amount < 1000000)');
  });

  it('counts each fact once when two processes read at the same time', async () => {
    for (let i = 0; i < 30; i++) await count(1, 1, 1);
    await Promise.all(Array.from({ length: 6 }, () => drain()));
    expect(await tally()).toEqual({ facts: 90, amount: 90 });
  });

  it('rebuilt while writes go on equals the live one', async () => {
    for (let i = 0; i < 10; i++) await count(i, 100);
    await drain();
    let writing = true;
    let written = 20;
    const writer = (async () => {
      while (writing) {
        await count(3);
        written++;
      }
    })();
    const reader = (async () => {
      while (writing) await runner().step();
    })();
    for (let round = 0; round < 5; round++) await world.get(ProjectionRebuild).rebuild('sample.tally');
    writing = false;
    await Promise.all([writer, reader]);
    await drain();
    const truth = (await world.rows('SELECT count(*)::int AS facts, sum(amount)::int AS amount FROM sample.fact'))[0];
    expect(truth).toMatchObject({ facts: written });
    expect(await tally()).toEqual(truth);
  });

  it('rebuilt does not count again what the snapshot saw above its watermark', async () => {
    const older = await world.admin.connect();
    await older.query('BEGIN');
    await older.query('SELECT pg_current_xact_id()'); // Holds the watermark below everything that follows.
    await count(5);
    FactReplay.meanwhile = () => count(7); // Not in the snapshot: only the live reading sees it.
    await world.get(ProjectionRebuild).rebuild('sample.tally');
    expect(await tally()).toEqual({ facts: 1, amount: 5 });
    expect(await world.rows('SELECT 1 FROM platform.cursor_skip')).toHaveLength(1);
    await older.query('COMMIT');
    older.release();
    await drain();
    expect(await tally()).toEqual({ facts: 2, amount: 12 });
  });

  it('does not hold back other readers while it is rebuilt', async () => {
    await count(5);
    FactReplay.meanwhile = async () => {
      await count(7);
      await drain();
      expect(await tally()).toEqual({ facts: 2, amount: 12 }); // The live table went on.
    };
    await world.get(ProjectionRebuild).rebuild('sample.tally');
    await drain();
    expect(await tally()).toEqual({ facts: 2, amount: 12 });
    expect.assertions(2);
  });

  it('reads on after a restore, where transaction ids start again', async () => {
    await count(1);
    await drain();
    await world.rows(`UPDATE platform.outbox SET xid = (xid::text::bigint + 1000000)::text::xid8`);
    await world.rows(`UPDATE platform.cursor SET xid = (xid::text::bigint + 1000001)::text::xid8`);
    for (let start = 0; start < 2; start++) {
      await world.get(Lineage).onApplicationBootstrap(); // As each process does when it starts.
      expect(await world.rows('SELECT max(id) AS lineage FROM platform.lineage')).toEqual([{ lineage: 2 }]);
    }
    await count(2);
    await drain();
    expect(await tally()).toEqual({ facts: 2, amount: 3 });
  });

  it('drops a day of the outbox a week after everybody passed it, and not before', async () => {
    await world.rows(
      `CREATE TABLE platform.outbox_20200210 PARTITION OF platform.outbox FOR VALUES FROM ('2020-02-10') TO ('2020-02-11')`,
    );
    await world.rows(
      `INSERT INTO platform.outbox (id, type, aggregate_id, aggregate_version, occurred_at, payload, recorded_at)
       VALUES (uuidv7(), $1, uuidv7(), 1, now(), '{"amount": 4}', '2020-02-10 12:00Z')`,
      [Counted],
    );
    const partition = async () => (await world.rows(`SELECT to_regclass('platform.outbox_20200210') AS it`))[0]?.['it'];
    const partitions = world.get(OutboxPartitions);
    await partitions.run();
    expect(await world.rows('SELECT 1 FROM platform.outbox_passed')).toHaveLength(0);
    await drain();
    await partitions.run();
    expect(await partition()).not.toBeNull();
    await world.rows(`UPDATE platform.outbox_passed SET passed_at = now() - interval '8 days'`);
    await partitions.run();
    expect(await partition()).toBeNull();
  });
});
