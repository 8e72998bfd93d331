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

describe('A reaction that fails', () => {
  let world: PlatformWorld;
  const reactions = () => world.get(Reactions);
  const reconciler = () => world.get(Reconciler);
  const append = (...amounts: number[]) =>
    world.get(Transactions).run((tx) => world.get(Outbox).append(tx, amounts.map(counted)));
  const done = async () =>
    (await world.rows('SELECT amount FROM sample.done ORDER BY amount')).map(({ amount }) => amount);

  beforeAll(async () => {
    world = await PlatformWorld.start({ providers: [WhenCounted], tables: TABLES });
    world.get(Pump).start();
  });
  afterAll(() => world.stop());

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
        problem: expect.stringMatching(/^TypeError at failed-reactions\.int-spec\.ts:\d+$/),
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
