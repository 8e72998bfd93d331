import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Every, type Scheduled } from '../../platform/messaging/schedule.js';
import { removeOlder } from '../../platform/persistence/remove-older.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { FORGOTTEN_AFTER_SECONDS } from '../domain/lockout.js';

/** Codes and failures count for an hour and a day; who asked for them, and from where, is nobody's business afterwards. */
export const TRACES = [
  { table: 'sms_code', column: 'sent_at', key: 'id' },
  { table: 'address_failure', column: 'at', key: 'address_hash' },
  { table: 'sign_in_failure', column: 'blocked_until', key: 'login_hash' },
] as const;

@Injectable()
@Every({ seconds: 3600 })
export class ForgetTraces implements Scheduled {
  constructor(private readonly transactions: Transactions) {}

  async run(): Promise<void> {
    for (const { table, column, key } of TRACES) {
      const past = (before: RawBuilder<Date>) => sql`${sql.ref(`r.${column}`)} < ${before}`;
      await removeOlder(this.transactions, {
        table: `identity.${table}`,
        key: [key],
        seconds: FORGOTTEN_AFTER_SECONDS,
        past,
      });
    }
  }
}
