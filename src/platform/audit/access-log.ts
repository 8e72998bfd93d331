import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '../persistence/transactions.js';

interface Look {
  readonly accountId: string;
  readonly organizationId?: string;
  readonly purpose: string;
  readonly what: string;
}

/** A list is one row per query; whoever looks at one record says whose: a resident's (`whom`) or a scanner's. */
export type Access = Look & ({ readonly rows: number } | { readonly whom: string } | { readonly subAccount: string });

/** Who looked at whose data, for what. Written in the transaction that reads: no log, no data. */
@Injectable()
export class AccessLog {
  async record(tx: Tx, { accountId, organizationId, purpose, what, ...seen }: Access): Promise<void> {
    const [whom, subAccount, rows] = [
      'whom' in seen ? seen.whom : null,
      'subAccount' in seen ? seen.subAccount : null,
      'rows' in seen ? seen.rows : 1,
    ];
    await sql`
      INSERT INTO platform.access_log (account_id, organization_id, resident_id, sub_account_id, purpose, what, rows)
      VALUES (${accountId}, ${organizationId ?? null}, ${whom}, ${subAccount}, ${purpose}, ${what}, ${rows})
    `.execute(tx.db());
  }
}
