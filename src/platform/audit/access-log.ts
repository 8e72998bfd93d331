import { Injectable } from '@nestjs/common';
import type { PlatformTables } from '../persistence/tables.js';
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
    await tx
      .db<PlatformTables>()
      .insertInto('platform.access_log')
      .values({
        account_id: accountId,
        organization_id: organizationId,
        resident_id: 'whom' in seen ? seen.whom : null,
        sub_account_id: 'subAccount' in seen ? seen.subAccount : null,
        purpose,
        what,
        rows: 'rows' in seen ? seen.rows : 1,
      })
      .execute();
  }
}
