import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ScanPermission } from '../../../organization/contracts/scan-permission.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { Transactions } from '../../../platform/persistence/transactions.js';
import { noSuchPoint } from '../../domain/errors.js';
import { isUsable } from '../../domain/scan-point.js';
import { type NewShift, Shift, Shifts } from '../../domain/shift.js';
import { ScanPointList } from '../points/scan-point-list.js';
import { CurrentShift, type ShiftView } from './current-shift.js';

export class OpenShift extends Command<ShiftView> {
  constructor(
    readonly permission: ScanPermission,
    readonly shift: NewShift,
  ) {
    super();
  }
}

/** Closes the one before. */
@CommandHandler(OpenShift)
export class OpenShiftHandler implements ICommandHandler<OpenShift> {
  constructor(
    private readonly transactions: Transactions,
    private readonly shifts: Shifts,
    private readonly points: ScanPointList,
    private readonly current: CurrentShift,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  async execute({ permission, shift: wish }: OpenShift): Promise<ShiftView> {
    const { subAccountId: scannerId, organizationId } = permission;
    const scanPoint = await this.points.find(organizationId, wish.scanPointId);
    if (!scanPoint) throw noSuchPoint();
    const shift = await this.transactions.run(async () => {
      await this.shifts.takeTurn(scannerId);
      const before = await this.shifts.find(wish.id);
      before?.assertIs(wish, { scannerId, organizationId });
      if (before) return before;
      if (!isUsable(scanPoint.state)) throw noSuchPoint();
      const now = this.clock.now();
      (await this.shifts.openOf(scannerId))?.close(now);
      const scannerName = this.cipher.encrypt(permission.scannerName, 'name');
      const opened = Shift.open(wish, { scannerId, organizationId, scannerName }, now);
      await this.shifts.add(opened);
      return opened;
    });
    this.current.forget(scannerId);
    const { id: shiftId, community, openedAt } = shift;
    return { shiftId, scanPoint, ...(community ? { community } : {}), openedAt: openedAt.toISOString() };
  }
}

export class CloseShift extends Command<void> {
  constructor(readonly scannerId: string) {
    super();
  }
}

/** Harmless when none is open. */
@CommandHandler(CloseShift)
export class CloseShiftHandler implements ICommandHandler<CloseShift> {
  constructor(
    private readonly transactions: Transactions,
    private readonly shifts: Shifts,
    private readonly current: CurrentShift,
    private readonly clock: Clock,
  ) {}

  async execute({ scannerId }: CloseShift): Promise<void> {
    await this.transactions.run(async () => (await this.shifts.openOf(scannerId))?.close(this.clock.now()));
    this.current.forget(scannerId);
  }
}
