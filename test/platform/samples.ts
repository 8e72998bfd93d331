import { sql } from 'kysely';
import { z } from 'zod';
import type { DomainEvent } from '../../src/platform/kernel/domain-event.js';
import { eventType } from '../../src/platform/kernel/event-type.js';
import { newId } from '../../src/platform/kernel/ids.js';
import type { OutboxEvent } from '../../src/platform/messaging/outbox.js';
import { Projection, Projects, type TableNames } from '../../src/platform/messaging/projection.js';
import type { Tx } from '../../src/platform/persistence/transactions.js';

export const Counted = eventType<CountedPayload>('sample.counted.v1', z.object({ amount: z.number() }));

export interface CountedPayload {
  readonly amount: number;
}

export function counted(amount: number): DomainEvent<CountedPayload> {
  return {
    type: Counted,
    aggregateId: newId(),
    aggregateVersion: 1,
    occurredAt: new Date().toISOString(),
    payload: { amount },
  };
}

export const TALLY_TABLE =
  'CREATE TABLE sample.tally (day int PRIMARY KEY, facts int NOT NULL, amount bigint NOT NULL CHECK (amount < 1000000));';

/** Adds up amounts; an amount of a million is more than its table can bear. */
@Projects({ name: 'sample.tally', events: [Counted], tables: ['sample.tally'] })
export class Tally extends Projection {
  async apply(tx: Tx, events: readonly OutboxEvent[], table: TableNames): Promise<void> {
    const amount = (events as readonly OutboxEvent<CountedPayload>[]).reduce(
      (sum, { payload }) => sum + payload.amount,
      0,
    );
    await sql`
      INSERT INTO ${sql.table(table('sample.tally'))} AS t (day, facts, amount) VALUES (1, ${events.length}, ${amount})
      ON CONFLICT (day) DO UPDATE SET facts = t.facts + excluded.facts, amount = t.amount + excluded.amount
    `.execute(tx.db());
  }
}
