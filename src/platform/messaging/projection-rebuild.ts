import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { sql } from 'kysely';
import { misfit } from '../kernel/event-type.js';
import { Transactions, type Tx } from '../persistence/transactions.js';
import { decorated } from './decorated.js';
import { OutboxReader, type ReadUpTo, VISIBLE_UNTIL } from './outbox-reader.js';
import { ProjectionRunner, type RegisteredProjection } from './projection-runner.js';
import { EventReplay, OffersReplay } from './replay.js';
import { createShadow, shadow, swap } from './shadow-table.js';

interface Mark {
  /** Where the live reading goes on: the oldest transaction at work in the snapshot. */
  readonly place: ReadUpTo;
  /** Seen in the snapshot and yet beyond that place: counted by the replay, to be skipped by the live reading. */
  readonly counted: readonly string[];
}

/**
 * Builds a projection again from what the contexts can tell out of their own tables, beside the live one, and swaps.
 * What is told is exactly one snapshot. It is read by a transaction that writes nothing, because a long writer would hold back the
 * watermark of every reader; the shadow is written batch by batch, and the live table goes on until the swap. Projection tables are
 * plain or partitioned ones: triggers, grants and views on them would not survive the swap.
 */
@Injectable()
export class ProjectionRebuild {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly transactions: Transactions,
    private readonly reader: OutboxReader,
    private readonly runner: ProjectionRunner,
  ) {}

  async rebuild(name: string): Promise<void> {
    const registered = this.runner.projections().find((projection) => projection.name === name);
    if (!registered) throw new Error(`There is no projection ${name}.`);
    await this.transactions.snapshot(async (seen) => {
      const mark = await markOf(seen, registered);
      await this.transactions.run(async (tx) => {
        for (const table of registered.tables) await createShadow(tx, table);
      });
      await this.tellAgain(seen, registered);
      await this.transactions.run((tx) => this.takeOver(tx, registered, mark));
    });
  }

  private async tellAgain(seen: Tx, { projection, events }: RegisteredProjection): Promise<void> {
    for (const { provider } of decorated<EventReplay, object>(this.discovery, OffersReplay)) {
      if (!provider.events.some((type) => events.includes(type))) continue;
      for await (const told of provider.replay(seen, new Date(0))) {
        const asked = told.filter(({ type }) => events.includes(type));
        const wrong = asked.find(misfit);
        if (wrong) throw new Error(`What is told again of ${wrong.type} does not fit: ${misfit(wrong)}.`);
        if (asked.length > 0) await this.transactions.run((tx) => projection.apply(tx, asked, shadow));
      }
    }
  }

  private async takeOver(tx: Tx, { name, tables }: RegisteredProjection, { place, counted }: Mark): Promise<void> {
    await sql`INSERT INTO platform.cursor (name) VALUES (${name}) ON CONFLICT DO NOTHING`.execute(tx.db());
    await sql`SELECT FROM platform.cursor WHERE name = ${name} FOR UPDATE`.execute(tx.db());
    await sql`DELETE FROM platform.cursor_skip WHERE name = ${name}`.execute(tx.db());
    await sql`DELETE FROM platform.parked_event WHERE name = ${name}`.execute(tx.db());
    await sql`INSERT INTO platform.cursor_skip (name, event_id) SELECT ${name}, unnest(${[...counted]}::uuid[])`.execute(
      tx.db(),
    );
    await sql`UPDATE platform.cursor SET degraded_at = NULL WHERE name = ${name}`.execute(tx.db());
    await this.reader.move(tx, name, place);
    for (const table of tables) await swap(tx, table);
  }
}

async function markOf(seen: Tx, { name, events }: RegisteredProjection): Promise<Mark> {
  const { rows } = await sql<{ alone: boolean; lineage: number; xid: string; readUntil: string }>`
    SELECT pg_try_advisory_xact_lock(hashtext(${`rebuild ${name}`})) AS alone, max(id) AS lineage, pg_snapshot_xmin(pg_current_snapshot())::text AS xid,
           ${VISIBLE_UNTIL} AS "readUntil"
    FROM platform.lineage
  `.execute(seen.db());
  const { alone, lineage, xid, readUntil } = rows[0]!;
  if (!alone) throw new Error(`Projection ${name} is being rebuilt already.`);
  const beyond = await sql<{ id: string }>`
    SELECT id FROM platform.outbox
    WHERE lineage = ${lineage}::int AND xid >= ${xid}::xid8 AND type = ANY(${[...events]}::text[])
  `.execute(seen.db());
  return { place: { lineage, xid, position: '0', readUntil }, counted: beyond.rows.map(({ id }) => id) };
}
