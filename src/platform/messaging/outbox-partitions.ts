import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../persistence/database.js';
import { Every, type Scheduled } from './schedule.js';

const KEPT_DAYS = 7;

/** Makes the days ahead and drops the days that every cursor passed a week ago. */
@Injectable()
@Every({ seconds: 3600 })
export class OutboxPartitions implements Scheduled {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    const db = this.database.read();
    await sql`SELECT platform.make_outbox_partitions(14)`.execute(db);
    const { rows } = await sql<{ name: string }>`
      SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'platform.outbox'::regclass AND c.relname ~ '^outbox_[0-9]{8}$'
        AND to_date(right(c.relname, 8), 'YYYYMMDD') < current_date - ${sql.lit(KEPT_DAYS)}::int
    `.execute(db);
    for (const { name } of rows) if (await this.passed(name)) await sql`DROP TABLE ${sql.table(`platform.${name}`)}`.execute(db);
  }

  private async passed(partition: string): Promise<boolean> {
    const { rows } = await sql<{ behind: boolean }>`
      SELECT EXISTS (SELECT FROM platform.cursor c, LATERAL (SELECT max(xid) AS last FROM ${sql.table(`platform.${partition}`)}) p
                     WHERE c.xid < p.last) AS behind
    `.execute(this.database.read());
    return rows[0]?.behind === false;
  }
}
