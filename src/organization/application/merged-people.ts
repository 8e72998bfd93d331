import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Outbox } from '../../platform/messaging/outbox.js';
import type { Tx } from '../../platform/persistence/transactions.js';
import { SubAccounts } from '../domain/sub-account.js';

/** Who acted for a unit that was merged acts for its heir from now on. */
@Injectable()
export class MergedPeople {
  constructor(
    private readonly subAccounts: SubAccounts,
    private readonly outbox: Outbox,
  ) {}

  async follow(tx: Tx, unitId: string, heirId: string, now: Date): Promise<void> {
    await sql`UPDATE organization.organization SET merged_into = ${heirId} WHERE merged_into = ${unitId}`.execute(
      tx.db(),
    );
    await sql`UPDATE organization.administrator SET organization_id = ${heirId} WHERE organization_id = ${unitId}`.execute(
      tx.db(),
    );
    await this.disableDoubles(tx, unitId, heirId, now);
    await sql`
      UPDATE organization.sub_account s SET organization_id = ${heirId}, version = version + 1
      WHERE organization_id = ${unitId} AND NOT EXISTS (
        SELECT FROM organization.sub_account own WHERE own.organization_id = ${heirId} AND own.mobile_hash = s.mobile_hash)
    `.execute(tx.db());
  }

  /** The number is the account, once in a unit: whoever scanned for both keeps the heir's. */
  private async disableDoubles(tx: Tx, unitId: string, heirId: string, now: Date): Promise<void> {
    const { rows } = await sql<{ id: string }>`
      SELECT s.id FROM organization.sub_account s JOIN organization.sub_account own ON own.mobile_hash = s.mobile_hash
      WHERE s.organization_id = ${unitId} AND own.organization_id = ${heirId}
    `.execute(tx.db());
    for (const { id } of rows) {
      const double = (await this.subAccounts.find(id))!;
      double.disable(now);
      await this.outbox.appendFrom(tx, double);
    }
  }
}
