import { Injectable } from '@nestjs/common';
import { Every, type Scheduled } from '../../platform/messaging/schedule.js';
import { type Aged, olderBy, removeOlder } from '../../platform/persistence/remove-older.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import type { IdentityTables } from '../tables.js';

const DAY_SECONDS = 86_400;

/**
 * Days that rows are kept. A session is dead two weeks after its last use; the weeks after that are for whoever asks what happened to
 * their account. A message can be read for a year. What the demo gateway shows is of no use the next week.
 */
export const KEPT = [
  { table: 'identity.session', column: 'last_seen_at', key: 'id', days: 90 },
  { table: 'identity.message', column: 'sent_at', key: 'id', days: 365 },
  { table: 'identity.demo_sms', column: 'sent_at', key: 'id', days: 7 },
] as const satisfies readonly (Aged<IdentityTables> & { days: number })[];

/** Once a day: none of these columns has an index of its own. */
@Injectable()
@Every({ seconds: 86_400 })
export class IdentityRetention implements Scheduled {
  constructor(private readonly transactions: Transactions) {}

  async run(): Promise<void> {
    for (const { table, column, key, days } of KEPT)
      await removeOlder(this.transactions, { table, key: [key], seconds: days * DAY_SECONDS, past: olderBy(column) });
  }
}
