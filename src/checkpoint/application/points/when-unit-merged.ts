import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { OrganizationDirectory } from '../../../organization/contracts/directories.js';
import { type UnitMerged, UnitMergedV1 } from '../../../organization/contracts/events.js';
import type { OutboxEvent } from '../../../platform/messaging/outbox.js';
import { Reaction, ReactsTo } from '../../../platform/messaging/reaction.js';
import type { Tx } from '../../../platform/persistence/transactions.js';

/** Scanners go on where they stand: points and open shifts become the heir's. Records keep the unit that made them. */
@Injectable()
@ReactsTo(UnitMergedV1)
export class WhenUnitMerged extends Reaction<UnitMerged> {
  constructor(private readonly organizations: OrganizationDirectory) {
    super();
  }

  /** Asks for today's heir: the one that is named may have been merged, too, and that be heard of before. */
  async handle(tx: Tx, { payload: { unitId } }: OutboxEvent<UnitMerged>): Promise<void> {
    const heir = (await this.organizations.find(unitId))?.id;
    if (!heir) return;
    await sql`UPDATE checkpoint.scan_point SET organization_id = ${heir} WHERE organization_id = ${unitId}`.execute(
      tx.db(),
    );
    await sql`UPDATE checkpoint.shift SET organization_id = ${heir} WHERE organization_id = ${unitId} AND closed_at IS NULL`.execute(
      tx.db(),
    );
  }
}
