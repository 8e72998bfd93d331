import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { FailedReactions, TRIES_BEFORE_PARKING } from '../../src/platform/messaging/failed-reactions.js';
import { Outbox, type OutboxEvent } from '../../src/platform/messaging/outbox.js';
import { Parked } from '../../src/platform/messaging/parked.js';
import { Pump } from '../../src/platform/messaging/pump.js';
import { Reaction, ReactsTo } from '../../src/platform/messaging/reaction.js';
import { Reactions } from '../../src/platform/messaging/reactions.js';
import { Reconciler } from '../../src/platform/messaging/reconciler.js';
import { Settler } from '../../src/platform/messaging/settle.js';
import { Transactions, type Tx } from '../../src/platform/persistence/transactions.js';
import { PlatformWorld } from './platform-world.js';
import { OwnRedis } from './redis.js';
import { Counted, counted, type CountedPayload } from './samples.js';

const TABLES = 'CREATE TABLE sample.done (event_id uuid NOT NULL, amount int NOT NULL);';

@Injectable()
@ReactsTo(Counted)
class WhenCounted extends Reaction<CountedPayload> {
  static failures = 0;
  static failure = (): Error => new TypeError('Not this time.');

  async handle(tx: Tx, event: OutboxEvent<CountedPayload>): Promise<void> {
    await sql`INSERT INTO sample.done VALUES (${event.id}, ${event.payload.amount})`.execute(tx.db());
    if (WhenCounted.failures-- > 0) throw WhenCounted.failure();
  }
}

let redis: OwnRedis;
beforeAll(async () => {
  redis = await OwnRedis.started();
});
afterAll(() => redis.stop());

describe.each(['PostgreSQL', 'Redis'])('Reactions over %s', (engine) => {
  let world: PlatformWorld;
  const reactions = () => world.get(Reactions);
  const reconciler = () => world.get(Reconciler);
  const append = (...amounts: number[]) =>
    world.get(Transactions).run((tx) => world.get(Outbox).append(tx, amounts.map(counted)));
  const done = async () =>
    (await world.rows('SELECT amount FROM sample.done ORDER BY amount')).map(({ amount }) => amount);
  const lose = async () => {
    if (engine === 'PostgreSQL') return world.rows('TRUNCATE bullmq.job CASCADE');
    return redis.forgetEverything();
  };

  beforeAll(async () => {
    const environment: Record<string, string> = engine === 'Redis' ? { REDIS_URL: redis.url } : {};
    world = await PlatformWorld.start({ providers: [WhenCounted], tables: TABLES, environment });
  });
  afterAll(() => world.stop());

  describe('before anyone works', () => {
    it('a queue that is lost between dispatch and work loses nothing', async () => {
      await append(1, 2, 3);
      while (await reactions().behind()) await reactions().dispatch();
      expect(await reactions().outstanding()).toBe(3);
      await lose();
      expect(await reactions().outstanding()).toBe(0);
      expect(await reconciler().reconcile(60)).toBe(0); // Too young to be called lost.
      expect(await reconciler().reconcile(0)).toBe(3);
      world.get(Pump).start();
      await world.get(Settler).settle();
      expect(await done()).toEqual([1, 2, 3]);
      expect(await reconciler().reconcile(0)).toBe(0);
    });
  });

  describe('at work', () => {
    beforeEach(() => world.rows('TRUNCATE sample.done'));

    it('does an event once although it is dispatched again', async () => {
      await append(5);
      await world.get(Settler).settle();
      await world.rows(`UPDATE platform.cursor SET xid = '0', position = 0 WHERE name = 'platform.dispatcher'`);
      await world.get(Settler).settle();
      expect(await done()).toEqual([5]);
    });

    it('tries again what failed, without traces of the failure', async () => {
      WhenCounted.failures = 2;
      await append(6);
      await world.get(Settler).settle();
      expect(await done()).toEqual([6]);
    });
  });

  describe('when a reaction never succeeds', () => {
    const parked = () =>
      world.rows('SELECT subscriber, failures, problem, parked_at IS NOT NULL AS parked FROM platform.failed_reaction');
    beforeEach(() => world.rows('TRUNCATE sample.done, platform.failed_reaction'));
    afterEach(() => void (WhenCounted.failures = 0));

    it('parks it after its last try, with the reason, and tries it no more by itself', async () => {
      WhenCounted.failures = Infinity;
      const [event] = [counted(7)];
      await world.get(Transactions).run((tx) => world.get(Outbox).append(tx, [event!]));
      const untilParked = async () => {
        for (;;) {
          await world.rows(
            `UPDATE platform.failed_reaction SET failures = ${TRIES_BEFORE_PARKING - 1} WHERE parked_at IS NULL`,
          );
          await reconciler().reconcile(0);
          if ((await parked())[0]?.['parked']) return;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      };
      await untilParked();
      expect(await parked()).toEqual([
        {
          subscriber: 'WhenCounted',
          failures: TRIES_BEFORE_PARKING,
          problem: expect.stringMatching(/^TypeError at reactions\.int-spec\.ts:\d+$/),
          parked: true,
        },
      ]);
      await world.get(Settler).settle();
      expect(await reconciler().reconcile(0)).toBe(0);
      expect(await reactions().outstanding()).toBe(0);
      expect(await done()).toEqual([]);
    });

    it.each(['40P01', '57014', '57P01'])(
      'counts what passes by itself as no failure: a lock conflict, a database that is slow, a lost connection (%s)',
      async (code) => {
        let failed = 0;
        WhenCounted.failures = Infinity;
        WhenCounted.failure = () => (failed++, Object.assign(new Error('The database says so.'), { code }));
        await append(8);
        while (failed < 3) await new Promise((resolve) => setTimeout(resolve, 50));
        expect(await parked()).toEqual([]);
        WhenCounted.failures = 0;
        await world.get(Settler).settle();
        WhenCounted.failure = () => new TypeError('Not this time.');
        expect([await done(), await parked()]).toEqual([[8], []]);
      },
    );

    it('forgets the failures of one that succeeds at last', async () => {
      WhenCounted.failures = 2;
      await append(9);
      await world.get(Settler).settle();
      expect([await done(), await parked()]).toEqual([[9], []]);
    });

    it('parks a payload that does not fit at once and asks nobody', async () => {
      await world
        .get(Transactions)
        .run((tx) => world.get(Outbox).append(tx, [{ ...counted(1), payload: { amount: 'one' } }]));
      await world.get(Settler).settle();
      expect(await parked()).toEqual([
        {
          subscriber: 'WhenCounted',
          failures: 1,
          problem: 'The payload does not fit: amount: invalid_type',
          parked: true,
        },
      ]);
      expect([await done(), await reconciler().reconcile(0)]).toEqual([[], 0]);
    });

    it('does it once somebody says so, and keeps the reason where it fails again', async () => {
      await append(10);
      await world.get(Settler).settle();
      const [{ id }] = (await world.rows('SELECT event_id AS id FROM sample.done')) as [{ id: string }];
      const event = { ...counted(10), id };
      await world.rows('TRUNCATE sample.done');
      await world.rows(`DELETE FROM platform.inbox WHERE event_id = $1`, [id]);
      await world.get(FailedReactions).park({ subscriber: 'WhenCounted', event }, 'TypeError');
      WhenCounted.failures = 3;
      expect(await world.get(Parked).retry()).toEqual({ done: 0, failed: 1 });
      WhenCounted.failures = 0;
      expect(await world.get(Parked).retry()).toEqual({ done: 1, failed: 0 });
      expect([await done(), await parked()]).toEqual([[10], []]);
    });
  });
});
