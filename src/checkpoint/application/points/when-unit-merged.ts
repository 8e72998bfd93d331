import { Injectable } from '@nestjs/common';
import { OrganizationDirectory } from '../../../organization/contracts/directories.js';
import { type UnitMerged, UnitMergedV1 } from '../../../organization/contracts/events.js';
import type { OutboxEvent } from '../../../platform/messaging/outbox.js';
import { Reaction, ReactsTo } from '../../../platform/messaging/reaction.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import type { CheckpointTables } from '../../tables.js';
import { CurrentShift } from '../shifts/current-shift.js';

/** Scanners go on where they stand: points and open shifts become the heir's. Records keep the unit that made them. */
@Injectable()
@ReactsTo(UnitMergedV1)
export class WhenUnitMerged extends Reaction<UnitMerged> {
  constructor(
    private readonly organizations: OrganizationDirectory,
    private readonly current: CurrentShift,
  ) {
    super();
  }

  /** Asks for today's heir: the one that is named may have been merged, too, and that be heard of before. */
  async handle(tx: Tx, { payload: { unitId } }: OutboxEvent<UnitMerged>): Promise<void> {
    const heir = (await this.organizations.find(unitId))?.id;
    if (!heir) return;
    const db = tx.db<CheckpointTables>();
    const toHeir = { organization_id: heir };
    await db.updateTable('checkpoint.scan_point').set(toHeir).where('organization_id', '=', unitId).execute();
    const open = db.updateTable('checkpoint.shift').where('closed_at', 'is', null);
    await open.set(toHeir).where('organization_id', '=', unitId).execute();
    tx.afterCommit(() => this.current.forget());
  }
}
