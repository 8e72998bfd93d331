import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Every, type Scheduled } from '../../../platform/messaging/schedule.js';
import { Transactions } from '../../../platform/persistence/transactions.js';

/** Makes the months ahead. */
@Injectable()
@Every({ seconds: 6 * 3600 })
export class ScanPartitions implements Scheduled {
  constructor(private readonly transactions: Transactions) {}

  async run(): Promise<void> {
    await this.transactions.run((tx) => sql`SELECT checkpoint.make_scan_partitions()`.execute(tx.db()));
  }
}
