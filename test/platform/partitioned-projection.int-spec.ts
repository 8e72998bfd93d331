import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Outbox, type OutboxEvent } from '../../src/platform/messaging/outbox.js';
import { Projection, Projects, type TableNames } from '../../src/platform/messaging/projection.js';
import { ProjectionRebuild } from '../../src/platform/messaging/projection-rebuild.js';
import { ProjectionRunner } from '../../src/platform/messaging/projection-runner.js';
import { EventReplay, OffersReplay } from '../../src/platform/messaging/replay.js';
import { Transactions, type Tx } from '../../src/platform/persistence/transactions.js';
import { PlatformWorld } from './platform-world.js';
import { Counted, counted, type CountedPayload } from './samples.js';

const TABLES = `
  CREATE TABLE sample.heap (amount int PRIMARY KEY, facts int NOT NULL) PARTITION BY RANGE (amount);
  CREATE TABLE sample.heap_small PARTITION OF sample.heap FOR VALUES FROM (0) TO (10);
  CREATE TABLE sample.heap_large PARTITION OF sample.heap FOR VALUES FROM (10) TO (100);`;
const TOLD = [3, 3, 30];

/** How often each amount was counted. */
@Projects({ name: 'sample.heap', events: [Counted], tables: ['sample.heap'] })
class Heap extends Projection {
  async apply(tx: Tx, events: readonly OutboxEvent[], table: TableNames): Promise<void> {
    for (const { payload } of events as readonly OutboxEvent<CountedPayload>[])
      await sql`
        INSERT INTO ${sql.table(table('sample.heap'))} AS h (amount, facts) VALUES (${payload.amount}, 1)
        ON CONFLICT (amount) DO UPDATE SET facts = h.facts + 1
      `.execute(tx.db());
  }
}

@OffersReplay()
class HeapReplay extends EventReplay {
  readonly events = [Counted];
  static meanwhile: () => Promise<void> = async () => undefined;

  async *replay(): AsyncIterable<readonly OutboxEvent[]> {
    await HeapReplay.meanwhile();
    yield TOLD.map((amount) => ({ ...counted(amount), id: counted(amount).aggregateId }));
  }
}

describe('A partitioned projection that is rebuilt', () => {
  let world: PlatformWorld;
  const rebuild = () => world.get(ProjectionRebuild).rebuild('sample.heap');
  const heap = () =>
    world.rows('SELECT tableoid::regclass::text AS partition, amount, facts FROM sample.heap ORDER BY amount');
  const REBUILT = [
    { partition: 'sample.heap_small', amount: 3, facts: 2 },
    { partition: 'sample.heap_large', amount: 30, facts: 1 },
  ];

  beforeAll(async () => {
    world = await PlatformWorld.start({ providers: [Heap, HeapReplay], tables: TABLES });
    await world.rows(`INSERT INTO sample.heap VALUES (5, 99)`); // Wrong, hence rebuilt.
  });
  afterAll(() => world.stop());

  it('has its partitions under their names, as often as it is done', async () => {
    for (let round = 0; round < 2; round++) {
      await rebuild();
      expect(await heap()).toEqual(REBUILT);
    }
    expect(await world.rows(`SELECT 1 FROM pg_class WHERE relname LIKE 'heap%shadow'`)).toEqual([]);
  });

  it('goes on with what happens afterwards', async () => {
    await world.get(Transactions).run((tx) => world.get(Outbox).append(tx, [counted(30), counted(4)]));
    while (await world.get(ProjectionRunner).behind()) await world.get(ProjectionRunner).step();
    expect(await heap()).toEqual([
      REBUILT[0],
      { partition: 'sample.heap_small', amount: 4, facts: 1 },
      { ...REBUILT[1], facts: 2 },
    ]);
  });

  it('has the partition that was added meanwhile', async () => {
    HeapReplay.meanwhile = async () =>
      void (await world.rows('CREATE TABLE sample.heap_huge PARTITION OF sample.heap FOR VALUES FROM (100) TO (1000)'));
    await rebuild();
    await world.rows('INSERT INTO sample.heap VALUES (500, 1)');
    expect(await heap()).toEqual([...REBUILT, { partition: 'sample.heap_huge', amount: 500, facts: 1 }]);
  });
});
