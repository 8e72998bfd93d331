import { Injectable } from '@nestjs/common';
import { Every, type Scheduled } from '../../platform/messaging/schedule.js';
import { type Aged, olderBy, removeOlder } from '../../platform/persistence/remove-older.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { FORGOTTEN_AFTER_SECONDS } from '../domain/lockout.js';
import type { IdentityTables } from '../tables.js';

/** Codes and failures count for an hour and a day; who asked for them, and from where, is nobody's business afterwards. */
export const TRACES = [
  { table: 'identity.sms_code', column: 'sent_at', key: 'id' },
  { table: 'identity.address_failure', column: 'at', key: 'address_hash' },
  { table: 'identity.sign_in_failure', column: 'blocked_until', key: 'login_hash' },
] as const satisfies readonly Aged<IdentityTables>[];

@Injectable()
@Every({ seconds: 3600 })
export class ForgetTraces implements Scheduled {
  constructor(private readonly transactions: Transactions) {}

  async run(): Promise<void> {
    const seconds = FORGOTTEN_AFTER_SECONDS;
    for (const { table, column, key } of TRACES)
      await removeOlder(this.transactions, { table, key: [key], seconds, past: olderBy(column) });
  }
}
