import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { PlatformTables } from '../persistence/tables.js';
import { type Tx, Transactions } from '../persistence/transactions.js';
import type { OutboxEvent } from './outbox.js';

const BATCH = 1000;
/** A cursor without events to read is moved on, too, or the partitions of the days behind it could never be dropped; at most this often. */
const IDLE_MOVE_SECONDS = 5;
/** Above every transaction id: of a lineage that ended (before a restore) everything is committed, so there is no watermark. */
const NO_END = '18446744073709551615';

/** A place in the outbox. Transaction ids start again after a restore, hence the lineage in front. */
export interface Place {
  readonly lineage: number;
  readonly xid: string;
  readonly position: string;
}

export interface LockedCursor extends Place {
  /** Everything before it is visible: the oldest transaction still at work when the cursor was locked. */
  readonly watermark: Place;
  /** When the oldest transaction still at work began, or now: what was recorded before is visible. */
  readonly visibleUntil: string;
  readonly restedSeconds: number;
}

export interface ReadUpTo extends Place {
  /** What was recorded before this instant is counted; left out where it is not known. */
  readonly readUntil?: string;
}

export interface ReadBatch {
  /** Of the asked types, without those a rebuild already counted; oldest first. */
  readonly events: readonly OutboxEvent[];
  /** Where the cursor goes, or nothing when it may rest. */
  readonly upTo: ReadUpTo | undefined;
  /** Whether there may be more to read at once. */
  readonly full: boolean;
}

/** The columns of `platform.outbox o` as readers know them. */
export const EVENT_COLUMNS = sql<OutboxEvent>`
  o.id, o.type, o.aggregate_id AS "aggregateId", o.aggregate_version AS "aggregateVersion",
  to_char(o.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "occurredAt", o.payload`;

/** As text: a moment to the microsecond, back and forth. */
export const VISIBLE_UNTIL = sql<string>`
  least(now(), (SELECT min(xact_start) FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()))::text`;

export function placeSql({ lineage, xid, position }: Place): RawBuilder<unknown> {
  return sql`(${lineage}::int, ${xid}::xid8, ${position}::bigint)`;
}

/**
 * Reads the outbox in the order of transaction ids, but only below a watermark: the id of the oldest transaction still at work.
 * Transactions commit in another order than they begin. Say 7 and 8 write an event each and 8 commits first: a cursor that moved past 8
 * would never see the event of 7. As long as 7 is at work the watermark is 7, so 8 waits; when 7 has committed, both are read.
 */
@Injectable()
export class OutboxReader {
  private readonly known = new Set<string>();

  constructor(private readonly transactions: Transactions) {}

  /** Nobody else reads for this cursor until the transaction ends; waits for whoever does now. */
  async hold(tx: Tx, name: string): Promise<void> {
    await this.ensure(tx, name);
    await tx
      .db<PlatformTables>()
      .selectFrom('platform.cursor')
      .where('name', '=', name)
      .select('name')
      .forUpdate()
      .execute();
  }

  /** Locks the cursor for this transaction; `undefined` when another process holds it. */
  async lock(tx: Tx, name: string): Promise<LockedCursor | undefined> {
    await this.ensure(tx, name);
    const { rows } = await sql<Place & { xmin: string; latest: number; visibleUntil: string; restedSeconds: number }>`
      SELECT c.lineage, c.xid::text, c.position::text, pg_snapshot_xmin(pg_current_snapshot())::text AS xmin,
             (SELECT max(id) FROM platform.lineage) AS latest,
             ${VISIBLE_UNTIL} AS "visibleUntil", extract(epoch FROM now() - c.moved_at)::float8 AS "restedSeconds"
      FROM platform.cursor c WHERE c.name = ${name} FOR UPDATE OF c SKIP LOCKED
    `.execute(tx.db());
    return rows[0] && { ...rows[0], watermark: { lineage: rows[0].latest, xid: rows[0].xmin, position: '0' } };
  }

  /** One lineage at a time: compared with a constant, the index (lineage, xid, position) gives the first thousand rows, however many wait. */
  async next(tx: Tx, name: string, cursor: LockedCursor, types: readonly string[]): Promise<ReadBatch> {
    const past = cursor.lineage < cursor.watermark.lineage;
    const { rows } = await sql<OutboxEvent & Place & { skipped: boolean; recordedAt: string }>`
      SELECT ${EVENT_COLUMNS}, o.lineage, o.xid::text, o.position::text, o.recorded_at::text AS "recordedAt", s.event_id IS NOT NULL AS skipped
      FROM platform.outbox o
      LEFT JOIN platform.cursor_skip s ON s.name = ${name} AND s.event_id = o.id
      WHERE o.lineage = ${cursor.lineage}::int AND (o.xid, o.position) > (${cursor.xid}::xid8, ${cursor.position}::bigint)
        AND o.xid < ${past ? NO_END : cursor.watermark.xid}::xid8
        AND o.type = ANY(${[...types]}::text[])
      ORDER BY o.xid, o.position
      LIMIT ${sql.lit(BATCH)}
    `.execute(tx.db());
    const full = rows.length === BATCH;
    const last = rows.at(-1);
    const end = past
      ? { lineage: cursor.lineage + 1, xid: '0', position: '0' }
      : { ...cursor.watermark, readUntil: cursor.visibleUntil };
    const resting = !last && !past && cursor.restedSeconds < IDLE_MOVE_SECONDS;
    const upTo =
      full && last
        ? { lineage: last.lineage, xid: last.xid, position: last.position, readUntil: last.recordedAt }
        : end;
    return {
      events: rows.filter(({ skipped }) => !skipped).map(withoutPlace),
      upTo: resting ? undefined : upTo,
      full: full || past,
    };
  }

  async move(tx: Tx, name: string, upTo: ReadUpTo): Promise<void> {
    await sql`UPDATE platform.cursor SET ${movedTo(upTo)} WHERE name = ${name}`.execute(tx.db());
  }

  /** What was counted with it lacks an event, since now or before. */
  async markDegraded(tx: Tx, name: string): Promise<void> {
    await tx
      .db<PlatformTables>()
      .updateTable('platform.cursor')
      .set(({ fn, ref }) => ({ degraded_at: fn.coalesce(ref('degraded_at'), sql<Date>`now()`) }))
      .where('name', '=', name)
      .execute();
  }

  async markWhole(tx: Tx, name: string): Promise<void> {
    await tx
      .db<PlatformTables>()
      .updateTable('platform.cursor')
      .set({ degraded_at: null })
      .where('name', '=', name)
      .execute();
  }

  /** By somebody who let the cursor go meanwhile: only if it still stands where it was read. */
  async moveFrom(name: string, { lineage, xid, position }: Place, upTo: ReadUpTo): Promise<void> {
    await this.transactions.run((tx) =>
      sql`
        UPDATE platform.cursor SET ${movedTo(upTo)}
        WHERE name = ${name} AND (lineage, xid, position) = ${placeSql({ lineage, xid, position })}
      `.execute(tx.db()),
    );
  }

  /** Whether facts of these types wait beyond the cursor, readable yet or not. */
  async behind(tx: Tx, name: string, types: readonly string[]): Promise<boolean> {
    await this.ensure(tx, name);
    const { rows } = await sql<{ behind: boolean }>`
      SELECT EXISTS (
        SELECT FROM platform.outbox o JOIN platform.cursor c ON c.name = ${name}
        WHERE (o.lineage, o.xid, o.position) > (c.lineage, c.xid, c.position) AND o.type = ANY(${[...types]}::text[])
          AND NOT EXISTS (SELECT FROM platform.cursor_skip s WHERE s.name = c.name AND s.event_id = o.id)) AS behind
    `.execute(tx.db());
    return rows[0]!.behind;
  }

  private async ensure(tx: Tx, name: string): Promise<void> {
    if (this.known.has(name)) return;
    await tx
      .db<PlatformTables>()
      .insertInto('platform.cursor')
      .values({ name })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    tx.afterCommit(() => this.known.add(name));
  }
}

/** `read_until` only rises: the last event of a full batch may have been recorded long before what an earlier batch ended with. */
function movedTo({ lineage, xid, position, readUntil }: ReadUpTo): RawBuilder<unknown> {
  return sql`lineage = ${lineage}::int, xid = ${xid}::xid8, position = ${position}::bigint, moved_at = now(),
    read_until = greatest(read_until, ${readUntil ?? null}::timestamptz)`;
}

function withoutPlace({ id, type, aggregateId, aggregateVersion, occurredAt, payload }: OutboxEvent): OutboxEvent {
  return { id, type, aggregateId, aggregateVersion, occurredAt, payload };
}
