import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AreaLookup } from '../../../organization/contracts/area-lookup.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { Transactions } from '../../../platform/persistence/transactions.js';
import { pointNameTaken } from '../../domain/errors.js';
import { assertPlaced, isSameName, type NewScanPoint, ScanPoint, ScanPoints } from '../../domain/scan-point.js';

export class AddScanPoint extends Command<string> {
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

  /**
   * The client's id makes a repeated request harmless, also one at the same moment. A scanner who proposes what is there already stands at that
   * point, and goes on there; an administrator is told.
   * @returns the id of the point
   */
  async execute({ organizationId, point, by }: AddScanPoint): Promise<string> {
    assertPlaced(this.areas.find(point.areaKey));
    if (await this.isThere(organizationId, point)) return point.id;
    const now = this.clock.now();
    const added =
      by === 'scanner' ? ScanPoint.propose(organizationId, point, now) : ScanPoint.add(organizationId, point, now);
    try {
      return await this.transactions.run(async () => {
        const called = (await this.points.openIn(added)).find(({ name }) => isSameName(name, point.name));
        if (called && by === 'administrator' && called.id !== point.id) throw pointNameTaken();
        if (!called) await this.points.add(added);
        return called?.id ?? point.id;
      });
    } catch (error) {
      if (!(await this.isThere(organizationId, point))) throw error;
      return point.id;
    }
  }

  private async isThere(organizationId: string, point: NewScanPoint): Promise<boolean> {
    const there = await this.points.find(point.id);
    there?.assertIs(organizationId, point);
    return there !== undefined;
  }
}
