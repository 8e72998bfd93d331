import { Injectable, Logger } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { sql } from 'kysely';
import { misfit } from '../kernel/event-type.js';
import type { PlatformTables } from '../persistence/tables.js';
import { Transactions, type Tx } from '../persistence/transactions.js';
import { EVENT_COLUMNS, OutboxReader } from './outbox-reader.js';
import type { OutboxEvent } from './outbox.js';
import { decorated } from './decorated.js';
import { isPassing, problemOf } from './problem.js';
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
    return (this.registered ??= decorated<Projection, ProjectionOptions>(this.discovery, Projects).map(
      ({ provider, options }) => ({
        ...options,
        projection: provider,
      }),
    ));
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

  /** What was parked, event by event. @returns for each whether it counts now; with the last one the projection is no longer degraded */
  retry(name: string): Promise<boolean[]> {
    const registered = this.projections().find((it) => it.name === name)!;
    return this.transactions.run(async (tx) => {
      await this.reader.hold(tx, name);
      const { rows } = await sql<{ event: OutboxEvent | null }>`
        SELECT coalesce(p.event, (SELECT to_jsonb(recorded) FROM (SELECT ${EVENT_COLUMNS} FROM platform.outbox o WHERE o.id = p.event_id) AS recorded)) AS event
        FROM platform.parked_event p WHERE p.name = ${name} ORDER BY p.parked_at
      `.execute(tx.db());
      const outcomes: boolean[] = [];
      for (const { event } of rows) outcomes.push(event !== null && (await this.countParked(tx, registered, event)));
      if (outcomes.every(Boolean)) await this.reader.markWhole(tx, name);
      return outcomes;
    });
  }

  private async countParked(tx: Tx, registered: RegisteredProjection, event: OutboxEvent): Promise<boolean> {
    const parked = { name: registered.name, event_id: event.id };
    const db = tx.db<PlatformTables>();
    await db
      .deleteFrom('platform.parked_event')
      .where((row) => row.and(parked))
      .execute();
    await this.count(tx, registered, [event]);
    const still = await db
      .selectFrom('platform.parked_event')
      .where((row) => row.and(parked))
      .select('name')
      .executeTakeFirst();
    return !still;
  }

  private advance(registered: RegisteredProjection): Promise<boolean> {
    const { name, events: types } = registered;
    return this.transactions.run(async (tx) => {
      const cursor = await this.reader.lock(tx, name);
      if (!cursor) return false;
      const batch = await this.reader.next(tx, name, cursor, types);
      if (!batch.upTo) return false;
      await this.count(tx, registered, batch.events);
      await this.reader.move(tx, name, batch.upTo);
      return batch.full;
    });
  }

  private async count(tx: Tx, registered: RegisteredProjection, events: readonly OutboxEvent[]): Promise<void> {
    const wrong = new Map(
      events.map((event) => [event, misfit(event)] as const).filter(([, problem]) => problem !== undefined),
    );
    for (const [event, problem] of wrong)
      await this.park(tx, registered.name, event, `The payload does not fit: ${problem}`);
    await this.applyOrBisect(
      tx,
      registered,
      events.filter((event) => !wrong.has(event)),
    );
  }

  private async applyOrBisect(tx: Tx, registered: RegisteredProjection, events: readonly OutboxEvent[]): Promise<void> {
    if (events.length === 0) return;
    await sql`SAVEPOINT batch`.execute(tx.db());
    try {
      await registered.projection.apply(tx, events, (table) => table);
      await sql`RELEASE SAVEPOINT batch`.execute(tx.db());
    } catch (error) {
      // One by one, a batch that took too long would take a thousand times as long: it is read again later.
      if (isPassing(error)) throw error;
      await sql`ROLLBACK TO SAVEPOINT batch`.execute(tx.db());
      if (events.length === 1) return this.park(tx, registered.name, events[0]!, problemOf(error));
      const middle = Math.ceil(events.length / 2);
      await this.applyOrBisect(tx, registered, events.slice(0, middle));
      await this.applyOrBisect(tx, registered, events.slice(middle));
    }
  }

  private async park(tx: Tx, name: string, event: OutboxEvent, problem: string): Promise<void> {
    await sql`
      INSERT INTO platform.parked_event (name, event_id, type, problem, event) VALUES (${name}, ${event.id}, ${event.type}, ${problem}, ${JSON.stringify(event)}::jsonb)
      ON CONFLICT (name, event_id) DO UPDATE SET problem = excluded.problem, event = excluded.event
    `.execute(tx.db());
    await this.reader.markDegraded(tx, name);
    this.log.error(`Projection ${name} is degraded: event ${event.id} (${event.type}) was parked: ${problem}`);
  }
}
