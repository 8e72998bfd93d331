import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { type Tx, Transactions } from '../persistence/transactions.js';
import type { OutboxEvent } from './outbox.js';
import { EVENT_COLUMNS, OutboxReader, type Place, placeSql } from './outbox-reader.js';
import type { ReactionJob } from './failed-reactions.js';
import { DISPATCHER, Reactions } from './reactions.js';

const RECONCILER = 'platform.reconciler';
const AT_ONCE = 1000;

/**
 * Finds what was dispatched and never done: a queue that lost its memory, a job that gave up. Its own cursor stands where everything
 * before is known to be done, so a look is short however much the outbox holds; and no day is dropped with something undone in it.
 */
@Injectable()
export class Reconciler {
  private readonly log = new Logger('Reconciler');

  constructor(
    private readonly transactions: Transactions,
    private readonly reader: OutboxReader,
    private readonly reactions: Reactions,
  ) {}

  /** Queues again what was recorded long enough ago, has no inbox row and is not parked. @returns how many */
  async reconcile(olderThanSeconds = 60): Promise<number> {
    const found = await this.transactions.run(async (tx) => {
      const cursor = await this.reader.lock(tx, RECONCILER);
      if (!cursor) return undefined;
      const undone = await this.undone(tx, cursor, olderThanSeconds);
      return { cursor, undone, upTo: undone[0]?.before ?? (await this.endOf(tx, cursor, olderThanSeconds)) };
    });
    if (!found) return 0;
    const { cursor, undone, upTo } = found;
    await this.reactions.add(undone.map(({ subscriber, event }) => ({ subscriber, event })));
    if (undone.length > 0) this.log.warn(`${undone.length} reactions were found undone and queued again.`);
    await this.reader.moveFrom(RECONCILER, cursor, upTo);
    return undone.length;
  }

  /** Oldest first; `before` = the place just before the event. */
  private async undone(tx: Tx, from: Place, olderThanSeconds: number): Promise<(ReactionJob & { before: Place })[]> {
    const pairs = this.reactions
      .registered()
      .flatMap(({ name, options }) => options.map((type) => ({ subscriber: name, type })));
    const { rows } = await sql<OutboxEvent & Place & { subscriber: string }>`
      SELECT ${EVENT_COLUMNS}, s.subscriber, o.lineage, o.xid::text, (o.position - 1)::text AS position
      FROM platform.outbox o
      JOIN jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) AS s (subscriber text, type text) ON s.type = o.type
      JOIN platform.cursor c ON c.name = ${DISPATCHER} AND (o.lineage, o.xid, o.position) <= (c.lineage, c.xid, c.position)
      WHERE (o.lineage, o.xid, o.position) > ${placeSql(from)} AND o.recorded_at < now() - make_interval(secs => ${olderThanSeconds})
        AND NOT EXISTS (SELECT FROM platform.inbox i WHERE i.event_id = o.id AND i.subscriber = s.subscriber)
        AND NOT EXISTS (SELECT FROM platform.failed_reaction f WHERE f.event_id = o.id AND f.subscriber = s.subscriber AND f.parked_at IS NOT NULL)
      ORDER BY o.lineage, o.xid, o.position LIMIT ${sql.lit(AT_ONCE)}
    `.execute(tx.db());
    return rows.map(({ subscriber, lineage, xid, position, ...event }) => ({
      subscriber,
      event,
      before: { lineage, xid, position },
    }));
  }

  /** Where nothing undone is left behind: before the first event that is still too young, or where the dispatcher stands. */
  private async endOf(tx: Tx, from: Place, olderThanSeconds: number): Promise<Place> {
    const { rows } = await sql<Place>`
      (SELECT o.lineage, o.xid::text, (o.position - 1)::text AS position FROM platform.outbox o
       JOIN platform.cursor c ON c.name = ${DISPATCHER} AND (o.lineage, o.xid, o.position) <= (c.lineage, c.xid, c.position)
       WHERE (o.lineage, o.xid, o.position) > ${placeSql(from)} AND o.recorded_at >= now() - make_interval(secs => ${olderThanSeconds})
       ORDER BY o.lineage, o.xid, o.position LIMIT 1)
      UNION ALL
      SELECT lineage, xid::text, position::text FROM platform.cursor WHERE name = ${DISPATCHER}
    `.execute(tx.db());
    return rows[0] ?? from;
  }
}
