import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '../persistence/transactions.js';
import type { OutboxEvent } from './outbox.js';

const BATCH = 1000;

interface CursorRow {
  lineage: number;
  xid: string;
  position: string;
}

interface Place {
  readonly xid: string;
  readonly position: string;
}

export interface ReadBatch {
  /** Of the asked types, without those a rebuild already counted; oldest first. */
  readonly events: readonly OutboxEvent[];
  /** Where the cursor stands after them, or nothing when nothing new may be read. */
  readonly upTo: Place | undefined;
}

/**
 * Reads the outbox behind a watermark: transactions commit in another order than they begin, so nothing at or above the oldest
 * transaction still at work is read, and nothing that commits late is skipped.
 */
@Injectable()
export class OutboxReader {
  /** Locks the cursor for this transaction; `undefined` when another process holds it. */
  async lock(tx: Tx, name: string): Promise<CursorRow | undefined> {
    await sql`INSERT INTO platform.cursor (name) VALUES (${name}) ON CONFLICT DO NOTHING`.execute(tx.db());
    const { rows } = await sql<CursorRow>`
      SELECT lineage, xid::text, position::text FROM platform.cursor WHERE name = ${name} FOR UPDATE SKIP LOCKED
    `.execute(tx.db());
    return rows[0];
  }

  async next(tx: Tx, name: string, cursor: Place, types: readonly string[]): Promise<ReadBatch> {
    const { rows } = await sql<OutboxEvent & Place & { skipped: boolean }>`
      SELECT o.id, o.type, o.aggregate_id AS "aggregateId", o.aggregate_version AS "aggregateVersion",
             to_char(o.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "occurredAt", o.payload,
             o.xid::text, o.position::text, s.event_id IS NOT NULL AS skipped
      FROM platform.outbox o
      LEFT JOIN platform.cursor_skip s ON s.name = ${name} AND s.event_id = o.id
      WHERE (o.xid, o.position) > (${cursor.xid}::xid8, ${cursor.position}::bigint)
        AND o.xid < pg_snapshot_xmin(pg_current_snapshot())
        AND o.type = ANY(${[...types]}::text[])
      ORDER BY o.xid, o.position
      LIMIT ${sql.lit(BATCH)}
    `.execute(tx.db());
    const last = rows.at(-1);
    return { events: rows.filter(({ skipped }) => !skipped), upTo: last && { xid: last.xid, position: last.position } };
  }

  async move(tx: Tx, name: string, to: Place): Promise<void> {
    await sql`
      UPDATE platform.cursor SET xid = ${to.xid}::xid8, position = ${to.position}::bigint, moved_at = now() WHERE name = ${name}
    `.execute(tx.db());
  }
}
