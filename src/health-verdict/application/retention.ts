import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Every, type Scheduled } from '../../platform/messaging/schedule.js';
import { removeOlder } from '../../platform/persistence/remove-older.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { UNLISTED_KEPT_DAYS } from './evidence/evidence-intake.js';

const DAY_SECONDS = 86_400;

/** Days that rows are kept. What was shown offline is uploaded later: expired credentials stay recognisable for a while. */
export const KEPT = [
  { table: 'credential', key: ['id'], days: 30, past: (before: RawBuilder<Date>) => sql`r.expires_at < ${before}` },
  {
    table: 'batch_row',
    key: ['batch_id', 'line'],
    days: 180,
    past: (before: RawBuilder<Date>) =>
      sql`r.batch_id IN (SELECT b.id FROM health_verdict.batch b WHERE b.received_at < ${before})`,
  },
  {
    table: 'unlisted_fact',
    key: ['batch_id', 'line'],
    days: UNLISTED_KEPT_DAYS,
    past: (before: RawBuilder<Date>) => sql`r.happened_on < (${before} AT TIME ZONE 'Asia/Shanghai')::date`,
  },
] as const;

@Injectable()
@Every({ seconds: 3600 })
export class Retention implements Scheduled {
  constructor(private readonly transactions: Transactions) {}

  async run(): Promise<void> {
    for (const { table, key, days, past } of KEPT) {
      await removeOlder(this.transactions, {
        table: `health_verdict.${table}`,
        key,
        seconds: days * DAY_SECONDS,
        past,
      });
    }
  }
}
