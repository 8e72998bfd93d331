import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Outbox, type OutboxEvent } from '../../src/platform/messaging/outbox.js';
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

  async handle(tx: Tx, event: OutboxEvent<CountedPayload>): Promise<void> {
    await sql`INSERT INTO sample.done VALUES (${event.id}, ${event.payload.amount})`.execute(tx.db());
    if (WhenCounted.failures-- > 0) throw new TypeError('Not this time.');
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
});
