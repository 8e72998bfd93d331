import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { sql } from 'kysely';
import { misfit } from '../kernel/event-type.js';
import type { ReadAccess } from '../persistence/reader.js';
import type { PlatformTables } from '../persistence/tables.js';
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
 * Builds a projection from zero out of what the contexts' own tables hold (`EventReplay`), beside the live one, and swaps.
 * What is replayed is exactly one snapshot. It is read by a transaction that writes nothing, because a long writer would hold back the
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
    await this.transactions.snapshot(async (snapshot) => {
      const mark = await markOf(snapshot, registered);
      await this.transactions.run(async (tx) => {
        for (const table of registered.tables) await createShadow(tx, table);
      });
      await this.replay(snapshot, registered);
      await this.transactions.run((tx) => this.takeOver(tx, registered, mark));
    });
  }

  private async replay(snapshot: ReadAccess, { projection, events }: RegisteredProjection): Promise<void> {
    for (const { provider } of decorated<EventReplay, object>(this.discovery, OffersReplay)) {
      if (!provider.events.some((type) => events.includes(type))) continue;
      for await (const batch of provider.replay(snapshot, new Date(0))) {
        const followed = batch.filter(({ type }) => events.includes(type));
        const wrong = followed.find(misfit);
        if (wrong) throw new Error(`A replayed ${wrong.type} does not fit: ${misfit(wrong)}.`);
        if (followed.length > 0) await this.transactions.run((tx) => projection.apply(tx, followed, shadow));
      }
    }
  }

  private async takeOver(tx: Tx, { name, tables }: RegisteredProjection, { place, counted }: Mark): Promise<void> {
    await this.reader.hold(tx, name);
    const db = tx.db<PlatformTables>();
    await db.deleteFrom('platform.cursor_skip').where('name', '=', name).execute();
    await db.deleteFrom('platform.parked_event').where('name', '=', name).execute();
    await sql`INSERT INTO platform.cursor_skip (name, event_id) SELECT ${name}, unnest(${[...counted]}::uuid[])`.execute(
      db,
    );
    await this.reader.markWhole(tx, name);
    await this.reader.move(tx, name, place);
    for (const table of tables) await swap(tx, table);
  }
}

async function markOf(snapshot: ReadAccess, { name, events }: RegisteredProjection): Promise<Mark> {
  const { rows } = await sql<{ alone: boolean; lineage: number; xid: string; readUntil: string }>`
    SELECT pg_try_advisory_xact_lock(hashtext(${`rebuild ${name}`})) AS alone, max(id) AS lineage, pg_snapshot_xmin(pg_current_snapshot())::text AS xid,
           ${VISIBLE_UNTIL} AS "readUntil"
    FROM platform.lineage
  `.execute(snapshot.read());
  const { alone, lineage, xid, readUntil } = rows[0]!;
  if (!alone) throw new Error(`Projection ${name} is being rebuilt already.`);
  const beyond = await sql<{ id: string }>`
    SELECT id FROM platform.outbox
    WHERE lineage = ${lineage}::int AND xid >= ${xid}::xid8 AND type = ANY(${[...events]}::text[])
  `.execute(snapshot.read());
  return { place: { lineage, xid, position: '0', readUntil }, counted: beyond.rows.map(({ id }) => id) };
}
