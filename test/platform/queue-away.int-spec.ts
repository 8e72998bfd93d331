import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Outbox, type OutboxEvent } from '../../src/platform/messaging/outbox.js';
import { Pump } from '../../src/platform/messaging/pump.js';
import { Reaction, ReactsTo } from '../../src/platform/messaging/reaction.js';
import { Reactions } from '../../src/platform/messaging/reactions.js';
import { Settler } from '../../src/platform/messaging/settle.js';
import { Transactions, type Tx } from '../../src/platform/persistence/transactions.js';
import { PlatformWorld } from './platform-world.js';
import { OwnRedis } from './redis.js';
import { Counted, counted, type CountedPayload, TALLY_TABLE, Tally } from './samples.js';

@Injectable()
@ReactsTo(Counted)
class WhenCounted extends Reaction<CountedPayload> {
  async handle(tx: Tx, { id }: OutboxEvent<CountedPayload>): Promise<void> {
    await sql`INSERT INTO sample.done VALUES (${id})`.execute(tx.db());
  }
}

describe('A worker whose Redis', () => {
  let redis: OwnRedis;
  let world: PlatformWorld;
  const append = () => world.get(Transactions).run((tx) => world.get(Outbox).append(tx, [counted(1)]));
  const one = async (text: string) => Number((await world.rows(text))[0]?.['count']);
  const tallied = () => one('SELECT coalesce(sum(facts), 0)::int AS count FROM sample.tally');
  const done = () => one('SELECT count(*)::int AS count FROM sample.done');
  /** Transactions that only wait, besides: each holds up every projection. */
  const waiting = () =>
    one(
      `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction' AND xact_start < now() - interval '1 second'`,
    );
  const work = async () => {
    world = await PlatformWorld.start({
      ...{
        providers: [WhenCounted, Tally],
        tables: `${TALLY_TABLE} CREATE TABLE sample.done (event_id uuid NOT NULL);`,
      },
      environment: { REDIS_URL: redis.url, BAMIN_LOG_LEVEL: 'silent' },
    });
    world.get(Pump).start();
  };

  beforeEach(async () => {
    redis = await OwnRedis.away();
  });
  afterEach(async () => {
    await world.stop();
    redis.stop();
  });

  it('is away when it starts counts on, holds nobody up, and does everything once Redis is there', async () => {
    await work();
    await append();
    await within(25_000, async () => expect(await tallied()).toBe(1));
    await pause(2500);
    expect(await waiting()).toBe(0);
    await append();
    await within(25_000, async () => expect(await tallied()).toBe(2));
    await redis.start();
    await within(25_000, async () => expect(await done()).toBe(2));
  }, 90_000);

  it('is away when it starts ends within seconds', async () => {
    await work();
    await append();
    await pause(1500);
    expect(await time(() => world.app.close())).toBeLessThan(20_000);
  }, 60_000);

  it('freezes goes on when it wakes, having held nobody up', async () => {
    await redis.start();
    await work();
    await append();
    await within(20_000, async () => expect(await done()).toBe(1));
    redis.freeze();
    await append();
    await within(25_000, async () => expect(await tallied()).toBe(2));
    await pause(2500);
    expect(await waiting()).toBe(0);
    redis.thaw();
    await within(25_000, async () => expect(await done()).toBe(2));
    await world.get(Settler).settle();
    expect(await done()).toBe(2);
  }, 90_000);

  it('freezes answers how much waits with an error within seconds, and ends', async () => {
    await redis.start();
    await work();
    redis.freeze();
    expect(
      await time(() =>
        world
          .get(Reactions)
          .outstanding()
          .catch(() => undefined),
      ),
    ).toBeLessThan(20_000);
    expect(await time(() => world.app.close())).toBeLessThan(20_000);
  }, 60_000);
});

async function time(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function within(ms: number, check: () => Promise<void>): Promise<void> {
  for (const until = performance.now() + ms; ; await pause(50)) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > until) throw error;
    }
  }
}
