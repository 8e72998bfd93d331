import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Every, type Scheduled } from '../../platform/messaging/schedule.js';
import { removeOlder } from '../../platform/persistence/remove-older.js';
import { Transactions } from '../../platform/persistence/transactions.js';

const DAY_SECONDS = 86_400;

/**
 * Days that rows are kept. A session is dead two weeks after its last use; the weeks after that are for whoever asks what happened to
 * their account. A message can be read for a year. What the demo gateway shows is of no use the next week.
 */
export const KEPT = [
  { table: 'session', column: 'last_seen_at', days: 90 },
  { table: 'message', column: 'sent_at', days: 365 },
  { table: 'demo_sms', column: 'sent_at', days: 7 },
] as const;

/** Once a day: none of these columns has an index of its own. */
@Injectable()
@Every({ seconds: 86_400 })
export class IdentityRetention implements Scheduled {
  constructor(private readonly transactions: Transactions) {}

  async run(): Promise<void> {
    for (const { table, column, days } of KEPT) {
      const past = (before: RawBuilder<Date>) => sql`${sql.ref(`r.${column}`)} < ${before}`;
      await removeOlder(this.transactions, {
        table: `identity.${table}`,
        key: ['id'],
        seconds: days * DAY_SECONDS,
        past,
      });
    }
  }
}
