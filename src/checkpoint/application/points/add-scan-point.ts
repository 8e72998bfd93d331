import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AreaLookup } from '../../../organization/contracts/area-lookup.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { Transactions } from '../../../platform/persistence/transactions.js';
import { assertPlaced, type NewScanPoint, ScanPoint, ScanPoints } from '../../domain/scan-point.js';

export class AddScanPoint extends Command<void> {
  constructor(
    readonly organizationId: string,
    readonly point: NewScanPoint,
    readonly by: 'scanner' | 'administrator',
  ) {
    super();
  }
}

@CommandHandler(AddScanPoint)
export class AddScanPointHandler implements ICommandHandler<AddScanPoint> {
  constructor(
    private readonly transactions: Transactions,
    private readonly points: ScanPoints,
    private readonly areas: AreaLookup,
    private readonly clock: Clock,
  ) {}

  /** The client's id makes a repeated request harmless, also one at the same moment. */
  async execute({ organizationId, point, by }: AddScanPoint): Promise<void> {
    assertPlaced(this.areas.find(point.areaKey));
    if (await this.isThere(organizationId, point)) return;
    const now = this.clock.now();
    const added =
      by === 'scanner' ? ScanPoint.propose(organizationId, point, now) : ScanPoint.add(organizationId, point, now);
    try {
      await this.transactions.run(() => this.points.add(added));
    } catch (error) {
      if (!(await this.isThere(organizationId, point))) throw error;
    }
  }

  private async isThere(organizationId: string, point: NewScanPoint): Promise<boolean> {
    const there = await this.points.find(point.id);
    there?.assertIs(organizationId, point);
    return there !== undefined;
  }
}
