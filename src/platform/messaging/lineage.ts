import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { sql } from 'kysely';
import { Transactions } from '../persistence/transactions.js';

/** Notices, before anything is written, that the database was restored into another cluster, where transaction ids started again. */
@Injectable()
export class Lineage implements OnApplicationBootstrap {
  constructor(private readonly transactions: Transactions) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.transactions.run((tx) => sql`SELECT platform.ensure_lineage()`.execute(tx.db()));
  }
}
