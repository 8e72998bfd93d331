import { Injectable } from '@nestjs/common';
import { Outbox } from '../../platform/messaging/outbox.js';
import type { Tx } from '../../platform/persistence/transactions.js';
import { type SubAccount, SubAccounts } from '../domain/sub-account.js';
import type { OrganizationTables } from '../tables.js';

/** Who acted for a unit that was merged acts for its heir from now on. */
@Injectable()
export class MergedPeople {
  constructor(
    private readonly subAccounts: SubAccounts,
    private readonly outbox: Outbox,
  ) {}

  async follow(tx: Tx, unitId: string, heirId: string, now: Date): Promise<void> {
    const db = tx.db<OrganizationTables>();
    await db
      .updateTable('organization.organization')
      .set({ merged_into: heirId })
      .where('merged_into', '=', unitId)
      .execute();
    await db
      .updateTable('organization.administrator')
      .set({ organization_id: heirId })
      .where('organization_id', '=', unitId)
      .execute();
    const doubles = await this.doubles(tx, unitId, heirId);
    for (const double of doubles) {
      double.disable(now);
      await this.outbox.appendFrom(tx, double);
    }
    await db
      .updateTable('organization.sub_account')
      .set(({ eb }) => ({ organization_id: heirId, version: eb('version', '+', 1) }))
      .where('organization_id', '=', unitId)
      .where(({ eb, fn, not, val }) => not(eb('id', '=', fn.any(val(doubles.map(({ id }) => id))))))
      .execute();
  }

  /** The number is the account, once in a unit: whoever scanned for both keeps the heir's. */
  private async doubles(tx: Tx, unitId: string, heirId: string): Promise<SubAccount[]> {
    const rows = await tx
      .db<OrganizationTables>()
      .selectFrom('organization.sub_account as s')
      .innerJoin('organization.sub_account as own', 'own.mobile_hash', 's.mobile_hash')
      .where('s.organization_id', '=', unitId)
      .where('own.organization_id', '=', heirId)
      .select('s.id')
      .execute();
    const found = await Promise.all(rows.map(({ id }) => this.subAccounts.find(id)));
    return found.filter((double) => double !== undefined);
  }
}
