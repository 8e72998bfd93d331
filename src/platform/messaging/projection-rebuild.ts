import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { sql } from 'kysely';
import { Transactions, type Tx } from '../persistence/transactions.js';
import { OutboxReader } from './outbox-reader.js';
import { ProjectionRunner, type RegisteredProjection } from './projection-runner.js';
import { decorated } from './decorated.js';
import { EventReplay, OffersReplay } from './replay.js';

/**
 * Builds a projection again from what the contexts can tell out of their own tables, beside the live one, and swaps.
 * All in one snapshot: what it sees is counted here; of what it sees, the part above the snapshot's watermark would be read again
 * by the cursor, so those events go to the skip list. Writers are never held up.
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
    await this.transactions.run(async (tx) => {
      await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`.execute(tx.db());
      await this.hold(tx, name);
      for (const table of registered.tables) await createShadow(tx, table);
      await this.tellAgain(tx, registered);
      await this.setCursor(tx, registered);
      for (const table of registered.tables) await swap(tx, table);
    });
  }

  private async hold(tx: Tx, name: string): Promise<void> {
    if (!(await this.reader.lock(tx, name))) throw new Error(`Projection ${name} is being read; try again.`);
  }

  private async tellAgain(tx: Tx, { projection, events }: RegisteredProjection): Promise<void> {
    for (const { provider } of decorated<EventReplay, object>(this.discovery, OffersReplay)) {
      if (!provider.events.some((type) => events.includes(type))) continue;
      for await (const told of provider.replay(tx, new Date(0))) {
        const asked = told.filter(({ type }) => events.includes(type));
        if (asked.length > 0) await projection.apply(tx, asked, shadow);
      }
    }
  }

  private async setCursor(tx: Tx, { name, events }: RegisteredProjection): Promise<void> {
    await sql`DELETE FROM platform.cursor_skip WHERE name = ${name}`.execute(tx.db());
    await sql`DELETE FROM platform.parked_event WHERE name = ${name}`.execute(tx.db());
    await sql`
      INSERT INTO platform.cursor_skip (name, event_id)
      SELECT ${name}, id FROM platform.outbox
      WHERE xid >= pg_snapshot_xmin(pg_current_snapshot()) AND type = ANY(${[...events]}::text[])
    `.execute(tx.db());
    await sql`
      UPDATE platform.cursor SET xid = pg_snapshot_xmin(pg_current_snapshot()), position = 0, moved_at = now(), degraded_at = NULL
      WHERE name = ${name}
    `.execute(tx.db());
  }
}

function shadow(table: string): string {
  return `${table}__shadow`;
}

async function createShadow(tx: Tx, table: string): Promise<void> {
  await sql`DROP TABLE IF EXISTS ${sql.table(shadow(table))}`.execute(tx.db());
  await sql`CREATE TABLE ${sql.table(shadow(table))} (LIKE ${sql.table(table)} INCLUDING ALL)`.execute(tx.db());
}

async function swap(tx: Tx, table: string): Promise<void> {
  await sql`DROP TABLE ${sql.table(table)}`.execute(tx.db());
  await sql`ALTER TABLE ${sql.table(shadow(table))} RENAME TO ${sql.id(table.split('.')[1]!)}`.execute(tx.db());
}
