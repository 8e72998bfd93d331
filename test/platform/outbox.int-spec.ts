import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { p } from '@mikro-orm/core';
import { sql } from 'kysely';
import { AggregateRoot, pendingEvents } from '../../src/platform/kernel/aggregate-root.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { Outbox } from '../../src/platform/messaging/outbox.js';
import { SqlPool } from '../../src/platform/persistence/sql-pool.js';
import { Database } from '../../src/platform/persistence/database.js';
import { mapAggregate } from '../../src/platform/persistence/map-aggregate.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { PlatformWorld } from './platform-world.js';

class Door extends AggregateRoot {
  readonly version: number = 1;
  private constructor(
    readonly id: string,
    private _opened: number,
  ) {
    super();
  }

  static hang(id: string): Door {
    return new Door(id, 0);
  }

  get opened(): number {
    return this._opened;
  }

  open(): void {
    this._opened++;
    this.state('sample.door-opened.v1');
  }

  /** Happens, but changes no column. */
  knock(): void {
    this.state('sample.door-knocked.v1');
  }

  private state(type: string): void {
    this.record({
      type,
      aggregateId: this.id,
      aggregateVersion: this.version + 1,
      occurredAt: new Date().toISOString(),
      payload: {},
    });
  }
}

const DoorSchema = mapAggregate(Door, 'sample.door', {
  id: p.uuid().primary(),
  opened: p.integer().accessor('_opened'),
  version: p.integer().version(),
});

describe('The outbox', () => {
  let world: PlatformWorld;
  let door: string;
  const transactions = () => world.get(Transactions);
  const outbox = () => world.get(Outbox);
  const recorded = async () =>
    (await world.rows('SELECT type FROM platform.outbox ORDER BY position')).map(({ type }) => type);

  beforeAll(async () => {
    world = await PlatformWorld.start({
      entities: [DoorSchema],
      tables: 'CREATE TABLE sample.door (id uuid PRIMARY KEY, opened int NOT NULL, version int NOT NULL DEFAULT 1);',
    });
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    await world.rows('TRUNCATE platform.outbox');
    door = newId();
    await transactions().run(async (tx) => void tx.em.persist(Door.hang(door)));
  });

  it('holds the fact of an aggregate of which no column changed', async () => {
    await transactions().run(async (tx) => {
      const found = await tx.em.findOneOrFail(Door, { id: door });
      found.knock();
      await outbox().appendFrom(tx, found);
    });
    expect(await recorded()).toEqual(['sample.door-knocked.v1']);
  });

  it('keeps the facts of a lock conflict that was retried, once', async () => {
    let tries = 0;
    await transactions().run(async (tx) => {
      const found = await tx.em.findOneOrFail(Door, { id: door });
      if (++tries === 1)
        await world.rows('UPDATE sample.door SET opened = 7, version = version + 1 WHERE id = $1', [door]);
      found.open();
      await outbox().appendFrom(tx, found);
    });
    expect(tries).toBe(2);
    expect(await world.rows('SELECT opened FROM sample.door WHERE id = $1', [door])).toEqual([{ opened: 8 }]);
    expect(await recorded()).toEqual(['sample.door-opened.v1']);
  });

  it('gives up after three lost races and leaves nothing behind', async () => {
    let tries = 0;
    const losing = transactions().run(async (tx) => {
      tries++;
      const found = await tx.em.findOneOrFail(Door, { id: door });
      await world.rows('UPDATE sample.door SET version = version + 1 WHERE id = $1', [door]);
      found.open();
      await outbox().appendFrom(tx, found);
    });
    await expect(losing).rejects.toMatchObject({ name: 'OptimisticLockError' });
    expect(tries).toBe(3);
    expect(await recorded()).toEqual([]);
  });

  it('lets an aggregate forget its facts only when they are committed', async () => {
    let held: Door | undefined;
    const failing = transactions().run(async (tx) => {
      held = await tx.em.findOneOrFail(Door, { id: door });
      held.open();
      await outbox().appendFrom(tx, held);
      throw new Error('No.');
    });
    await expect(failing).rejects.toThrow('No.');
    expect(pendingEvents(held!)).toHaveLength(1);
    expect(await recorded()).toEqual([]);
    await transactions().run((tx) => outbox().appendFrom(tx, held!));
    expect(pendingEvents(held!)).toHaveLength(0);
    expect(await recorded()).toEqual(['sample.door-opened.v1']);
  });

  it('is one transaction for the ORM, SQL, and whoever joins', async () => {
    const failing = transactions().run(async (tx) => {
      await sql`UPDATE sample.door SET opened = 5 WHERE id = ${door}`.execute(tx.db());
      await transactions().run(async (joined) => {
        expect(joined).toBe(tx);
        const { rows } = await sql`SELECT opened FROM sample.door WHERE id = ${door}`.execute(
          world.get(Database).read(),
        );
        expect(rows).toEqual([{ opened: 5 }]);
      });
      throw new Error('No.');
    });
    await expect(failing).rejects.toThrow('No.');
    expect(await world.rows('SELECT opened FROM sample.door WHERE id = $1', [door])).toEqual([{ opened: 0 }]);
  });

  it('takes no transaction that forgot to end for longer than half a minute', async () => {
    const { rows } = await transactions().run((tx) => sql`SHOW idle_in_transaction_session_timeout`.execute(tx.db()));
    expect(rows).toEqual([{ idle_in_transaction_session_timeout: '30s' }]);
    const bare = await world.get(SqlPool).query({ text: 'SHOW idle_in_transaction_session_timeout' });
    expect(bare.rows).toEqual([{ idle_in_transaction_session_timeout: '30s' }]);
  });
});
