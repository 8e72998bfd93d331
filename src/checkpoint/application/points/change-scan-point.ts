import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { OrganizationDirectory } from '../../../organization/contracts/directories.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { Transactions } from '../../../platform/persistence/transactions.js';
import { noSuchPoint, pointNameTaken } from '../../domain/errors.js';
import { isSameName, type ScanPoint, type ScanPointLabel, ScanPoints } from '../../domain/scan-point.js';
import { CurrentShift } from '../shifts/current-shift.js';

export type ScanPointChange =
  | { readonly kind: 'confirm' }
  | { readonly kind: 'correct'; readonly label: ScanPointLabel }
  | { readonly kind: 'close' };

/** An administrator decides on a point of their unit, by the version that they saw of it. */
export class ChangeScanPoint extends Command<void> {
  constructor(
    readonly organizationId: string,
    readonly id: string,
    readonly seen: number,
    readonly change: ScanPointChange,
  ) {
    super();
  }
}

@CommandHandler(ChangeScanPoint)
export class ChangeScanPointHandler implements ICommandHandler<ChangeScanPoint> {
  constructor(
    private readonly transactions: Transactions,
    private readonly points: ScanPoints,
    private readonly organizations: OrganizationDirectory,
    private readonly current: CurrentShift,
    private readonly clock: Clock,
  ) {}

  async execute({ organizationId, id, seen, change }: ChangeScanPoint): Promise<void> {
    const own = await this.organizations.ownIds(organizationId);
    await this.transactions.run(async (tx) => {
      const point = await this.points.find(id);
      if (!point || !own.includes(point.organizationId)) throw noSuchPoint();
      if (change.kind === 'confirm') point.confirm(seen);
      else if (change.kind === 'correct') await this.correct(point, seen, change.label);
      else point.close(seen, this.clock.now());
      tx.afterCommit(() => this.current.forget());
    });
  }

  /** What it was called already it may be called on. @throws SCAN_POINT.NAME_TAKEN */
  private async correct(point: ScanPoint, seen: number, label: ScanPointLabel): Promise<void> {
    const { name } = point;
    point.correct(seen, label);
    if (isSameName(name, point.name)) return;
    const nearby = await this.points.openIn(point);
    if (nearby.some((other) => other.id !== point.id && isSameName(other.name, point.name))) throw pointNameTaken();
  }
}
