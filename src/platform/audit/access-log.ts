import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '../persistence/transactions.js';

export interface Access {
  readonly accountId: string;
  readonly organizationId?: string;
  /** The resident looked at; absent for a masked list, which is one row per query. */
  readonly whom?: string;
  readonly purpose: string;
  readonly what: string;
  readonly rows?: number;
}

/** Who looked at whose data, for what. Written in the transaction that reads: no log, no data. */
@Injectable()
export class AccessLog {
  async record(tx: Tx, { accountId, organizationId, whom, purpose, what, rows = 1 }: Access): Promise<void> {
    await sql`
      INSERT INTO platform.access_log (account_id, organization_id, resident_id, purpose, what, rows)
      VALUES (${accountId}, ${organizationId ?? null}, ${whom ?? null}, ${purpose}, ${what}, ${rows})
    `.execute(tx.db());
  }
}
