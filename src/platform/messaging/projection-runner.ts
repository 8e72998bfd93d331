import { Injectable, Logger } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { sql } from 'kysely';
import { Transactions, type Tx } from '../persistence/transactions.js';
import type { OutboxEvent } from './outbox.js';
import { OutboxReader } from './outbox-reader.js';
import { decorated } from './decorated.js';
import { Projection, type ProjectionOptions, Projects } from './projection.js';

export interface RegisteredProjection extends ProjectionOptions {
  readonly projection: Projection;
}

/** Moves every projection along the outbox; one poison event never holds up the others. */
@Injectable()
export class ProjectionRunner {
  private readonly log = new Logger('Projections');
  private registered: RegisteredProjection[] | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly transactions: Transactions,
    private readonly reader: OutboxReader,
  ) {}

  projections(): RegisteredProjection[] {
    return (this.registered ??= decorated<Projection, ProjectionOptions>(this.discovery, Projects).map(({ provider, options }) => ({
      ...options,
      projection: provider,
    })));
  }

  /** One batch of each projection. @returns whether there may be more to read */
  async step(): Promise<boolean> {
    let moved = false;
    for (const registered of this.projections()) moved = (await this.advance(registered)) || moved;
    return moved;
  }

  /** Whether any projection has facts ahead of it. */
  behind(): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      for (const { name, events } of this.projections()) if (await this.reader.behind(tx, name, events)) return true;
      return false;
    });
  }

  private advance(registered: RegisteredProjection): Promise<boolean> {
    const { name, events: types } = registered;
    return this.transactions.run(async (tx) => {
      const cursor = await this.reader.lock(tx, name);
      if (!cursor) return false;
      const batch = await this.reader.next(tx, name, cursor, types);
      if (!batch.upTo) return false;
      await this.applyOrBisect(tx, registered, batch.events);
      await this.reader.move(tx, name, batch.upTo);
      return batch.full;
    });
  }

  private async applyOrBisect(tx: Tx, registered: RegisteredProjection, events: readonly OutboxEvent[]): Promise<void> {
    if (events.length === 0) return;
    await sql`SAVEPOINT batch`.execute(tx.db());
    try {
      await registered.projection.apply(tx, events, (table) => table);
      await sql`RELEASE SAVEPOINT batch`.execute(tx.db());
    } catch (error) {
      if (isPassing(error)) throw error;
      await sql`ROLLBACK TO SAVEPOINT batch`.execute(tx.db());
      if (events.length === 1) return this.park(tx, registered.name, events[0]!, error as Error);
      const middle = Math.ceil(events.length / 2);
      await this.applyOrBisect(tx, registered, events.slice(0, middle));
      await this.applyOrBisect(tx, registered, events.slice(middle));
    }
  }

  private async park(tx: Tx, name: string, event: OutboxEvent, error: Error): Promise<void> {
    await sql`
      INSERT INTO platform.parked_event (name, event_id, type, problem) VALUES (${name}, ${event.id}, ${event.type}, ${error.name})
      ON CONFLICT DO NOTHING
    `.execute(tx.db());
    await sql`UPDATE platform.cursor SET degraded_at = coalesce(degraded_at, now()) WHERE name = ${name}`.execute(tx.db());
    this.log.error(`Projection ${name} is degraded: event ${event.id} (${event.type}) was parked: ${error.name}`);
  }
}

/** Lock conflicts, lost connections and a server that is full or stopping say nothing about the event: the batch is read again later. */
function isPassing(error: unknown): boolean {
  return /^(40|08|53|57P)|^55P03$|^E[A-Z]+$/.test((error as { code?: string }).code ?? '');
}
