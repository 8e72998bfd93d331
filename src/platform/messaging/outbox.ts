import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { AggregateRoot, forgetEvents, pendingEvents } from '../kernel/aggregate-root.js';
import type { DomainEvent } from '../kernel/domain-event.js';
import { newId } from '../kernel/ids.js';
import type { Tx } from '../persistence/transactions.js';

/** An event as its readers get it. */
export interface OutboxEvent<Payload extends object = object> extends DomainEvent<Payload> {
  readonly id: string;
}

/** Facts leave their context by one explicit append, in the transaction that makes them true. */
@Injectable()
export class Outbox {
  async append(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
    if (events.length === 0) return;
    const rows = events.map((event) => ({
      id: newId(),
      type: event.type,
      aggregate_id: event.aggregateId,
      aggregate_version: event.aggregateVersion,
      occurred_at: event.occurredAt,
      payload: event.payload,
    }));
    await sql`
      INSERT INTO platform.outbox (id, type, aggregate_id, aggregate_version, occurred_at, payload)
      SELECT id, type, aggregate_id, aggregate_version, occurred_at, payload
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS fact (id uuid, type text, aggregate_id uuid, aggregate_version int, occurred_at timestamptz, payload jsonb)
    `.execute(tx.db());
  }

  /** Appends what the aggregates recorded; they forget it only when the transaction has committed. */
  async appendFrom(tx: Tx, ...aggregates: AggregateRoot[]): Promise<void> {
    await this.append(
      tx,
      aggregates.flatMap((aggregate) => [...pendingEvents(aggregate)]),
    );
    tx.afterCommit(() => aggregates.forEach(forgetEvents));
  }
}
