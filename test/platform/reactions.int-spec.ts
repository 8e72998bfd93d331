import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { Redis } from 'ioredis';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { sql } from 'kysely';
import { Outbox, type OutboxEvent } from '../../src/platform/messaging/outbox.js';
import { Pump } from '../../src/platform/messaging/pump.js';
import { Reaction, ReactsTo } from '../../src/platform/messaging/reaction.js';
import { Reactions } from '../../src/platform/messaging/reactions.js';
import { Reconciler } from '../../src/platform/messaging/reconciler.js';
import { Every, type Scheduled } from '../../src/platform/messaging/schedule.js';
import { Settler } from '../../src/platform/messaging/settle.js';
import { Sweeps } from '../../src/platform/messaging/sweeps.js';
import { Transactions, type Tx } from '../../src/platform/persistence/transactions.js';
import { PlatformWorld } from './platform-world.js';
import { Counted, counted, type CountedPayload } from './samples.js';

const TABLES = 'CREATE TABLE sample.done (event_id uuid NOT NULL, amount int NOT NULL);';

@Injectable()
@ReactsTo(Counted)
class WhenCounted extends Reaction<CountedPayload> {
  static failures = 0;

  async handle(tx: Tx, event: OutboxEvent<CountedPayload>): Promise<void> {
    await sql`INSERT INTO sample.done VALUES (${event.id}, ${event.payload.amount})`.execute(tx.db());
    if (WhenCounted.failures-- > 0) throw new Error('Not this time.');
  }
}

@Injectable()
@Every({ seconds: 3600 })
class Sweeping implements Scheduled {
  static runs = 0;
  async run(): Promise<void> {
    Sweeping.runs++;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

let redis: { url: string; process: ChildProcess } | undefined;

/** A Redis of this spec's own, or none where it is not installed. */
async function startRedis(): Promise<typeof redis> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  const process = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
  const failed = once(process, 'error').then(() => false);
  const started = (async () => {
    const client = new Redis(`redis://127.0.0.1:${port}`, { maxRetriesPerRequest: 50, retryStrategy: () => 50 });
    client.on('error', () => undefined);
    await client.ping();
    client.disconnect();
    return true;
  })();
  return (await Promise.race([failed, started])) ? { url: `redis://127.0.0.1:${port}`, process } : undefined;
}

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => void redis?.process.kill());

describe.each(['PostgreSQL', 'Redis'])('Reactions over %s', (engine) => {
  let world: PlatformWorld;
  const reactions = () => world.get(Reactions);
  const reconciler = () => world.get(Reconciler);
  const tell = (...amounts: number[]) => world.get(Transactions).run((tx) => world.get(Outbox).append(tx, amounts.map(counted)));
  const done = async () => (await world.rows('SELECT amount FROM sample.done ORDER BY amount')).map(({ amount }) => amount);
  const lose = async () => {
    if (engine === 'PostgreSQL') return world.rows('TRUNCATE bullmq.job CASCADE');
    const client = new Redis(redis!.url);
    await client.flushall();
    return client.quit();
  };

  beforeAll(async () => {
    if (engine === 'Redis' && !redis) throw new Error('redis-server is not installed.');
    const environment: Record<string, string> = engine === 'Redis' ? { REDIS_URL: redis!.url } : {};
    world = await PlatformWorld.start({ providers: [WhenCounted, Sweeping], tables: TABLES, environment });
  });
  afterAll(() => world.stop());

  describe('before anyone works', () => {
    it('a queue that is lost between dispatch and work loses nothing', async () => {
      await tell(1, 2, 3);
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
      await tell(5);
      await world.get(Settler).settle();
      await world.rows(`UPDATE platform.cursor SET xid = '0', position = 0 WHERE name = 'platform.dispatcher'`);
      await world.get(Settler).settle();
      expect(await done()).toEqual([5]);
    });

    it('tries again what failed, without traces of the failure', async () => {
      WhenCounted.failures = 2;
      await tell(6);
      await world.get(Settler).settle();
      expect(await done()).toEqual([6]);
    });
  });

  it('runs a sweep once per period, however many processes look', async () => {
    Sweeping.runs = 0;
    await world.rows('DELETE FROM platform.sweep');
    const sweep = world.get(Sweeps).all().find(({ name }) => name === 'Sweeping')!;
    const ran = await Promise.all([1, 2, 3].map(() => world.get(Sweeps).runIfDue(sweep)));
    expect(ran.filter(Boolean)).toHaveLength(1);
    expect(await world.get(Sweeps).runIfDue(sweep)).toBe(false);
    expect(Sweeping.runs).toBe(1);
    await world.rows(`UPDATE platform.sweep SET ran_at = now() - interval '2 hours'`);
    expect(await world.get(Sweeps).runIfDue(sweep)).toBe(true);
  });
});
