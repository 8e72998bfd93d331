import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { PlatformTables } from '../persistence/tables.js';
import { type Tx, Transactions } from '../persistence/transactions.js';
import { Every, type Scheduled } from './schedule.js';

export const KEPT_DAYS = 7;
const DAYS_AHEAD = 14;

/** Makes the days ahead; drops a day seven days after the last reader passed its end, and with it what was remembered for its events. */
@Injectable()
@Every({ seconds: 3600 })
export class OutboxPartitions implements Scheduled {
  constructor(private readonly transactions: Transactions) {}

  async run(): Promise<void> {
    await this.transactions.run((tx) =>
      sql`SELECT platform.make_outbox_partitions(${sql.lit(DAYS_AHEAD)})`.execute(tx.db()),
    );
    for (const partition of await this.pastDays()) await this.transactions.run((tx) => this.visit(tx, partition));
    await this.transactions.run((tx) => forget(tx));
  }

  private async pastDays(): Promise<string[]> {
    const { rows } = await this.transactions.run((tx) =>
      sql<{ name: string }>`
        SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'platform.outbox'::regclass AND c.relname ~ '^outbox_[0-9]{8}$' AND to_date(right(c.relname, 8), 'YYYYMMDD') < current_date
        ORDER BY c.relname
      `.execute(tx.db()),
    );
    return rows.map(({ name }) => name);
  }

  private async visit(tx: Tx, partition: string): Promise<void> {
    const table = sql.table(`platform.${partition}`);
    const { rows } = await sql<{ waits: boolean }>`
      SELECT EXISTS (SELECT FROM platform.cursor c, ${table} o WHERE (o.lineage, o.xid, o.position) > (c.lineage, c.xid, c.position)) AS waits
    `.execute(tx.db());
    if (rows[0]?.waits) return;
    await tx
      .db<PlatformTables>()
      .insertInto('platform.outbox_passed')
      .values({ partition })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const dropped = await sql`
      DELETE FROM platform.outbox_passed WHERE partition = ${partition} AND passed_at < now() - make_interval(days => ${sql.lit(KEPT_DAYS)})
        AND platform.time_is_trusted() RETURNING 1
    `.execute(tx.db());
    if (dropped.rows.length === 0) return;
    await sql`SET LOCAL lock_timeout = '2s'`.execute(tx.db()); // Writers would queue behind us; the next hour is as good.
    await sql`DROP TABLE ${table}`.execute(tx.db());
  }
}

/** An inbox row is younger than its event, so what is older than every event left in the outbox prevents nothing any more. */
async function forget(tx: Tx): Promise<void> {
  const oldest = sql`(SELECT coalesce(min(recorded_at), now()) - make_interval(days => ${sql.lit(KEPT_DAYS)}) FROM platform.outbox)`;
  await sql`DELETE FROM platform.inbox WHERE (event_id, subscriber) IN
            (SELECT event_id, subscriber FROM platform.inbox WHERE handled_at < ${oldest} AND (SELECT platform.time_is_trusted()) LIMIT 5000)`.execute(
    tx.db(),
  );
  await sql`DELETE FROM platform.cursor_skip s WHERE NOT EXISTS (SELECT FROM platform.outbox o WHERE o.id = s.event_id)`.execute(
    tx.db(),
  );
}
