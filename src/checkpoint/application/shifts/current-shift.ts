import { Injectable } from '@nestjs/common';
import { OrganizationDirectory } from '../../../organization/contracts/directories.js';
import type { ScanPermission } from '../../../organization/contracts/scan-permission.js';
import { Database } from '../../../platform/persistence/database.js';
import { ShortMemory } from '../../../platform/persistence/short-memory.js';
import { noShift, noShiftHere } from '../../domain/errors.js';
import { isUsable } from '../../domain/scan-point.js';
import type { CheckpointTables } from '../../tables.js';
import { ScanPointList, type ScanPointView } from '../points/scan-point-list.js';

const FRESH_MS = 4000;

export interface ShiftView {
  readonly shiftId: string;
  readonly scanPoint: ScanPointView;
  readonly community?: string;
  readonly openedAt: string;
}

/** The shift that a scanner works. Where their point was closed they have none. */
@Injectable()
export class CurrentShift {
  private readonly known = new ShortMemory<ShiftView | undefined>(FRESH_MS);

  constructor(
    private readonly database: Database,
    private readonly points: ScanPointList,
    private readonly organizations: OrganizationDirectory,
  ) {}

  async of(permission: ScanPermission): Promise<ShiftView> {
    const shift = await this.find(permission);
    if (!shift) throw noShiftHere();
    return shift;
  }

  /** On the scan path: kept four seconds in this process. @throws when another shift or none is open */
  async require(permission: ScanPermission, shiftId: string): Promise<ShiftView> {
    const shift = await this.known.get(permission.subAccountId, () => this.find(permission));
    if (shift?.shiftId === shiftId) return shift;
    // Another process may have opened it a moment ago.
    this.forget(permission.subAccountId);
    const now = await this.known.get(permission.subAccountId, () => this.find(permission));
    if (now?.shiftId !== shiftId) throw noShift();
    return now;
  }

  /** Of one scanner, or of all: a point was closed or corrected, and whoever is on shift there is not looked for. */
  forget(scannerId?: string): void {
    this.known.forget(scannerId);
  }

  private async find({ subAccountId, organizationId }: ScanPermission): Promise<ShiftView | undefined> {
    const own = await this.organizations.ownIds(organizationId);
    const shift = await this.database
      .read<CheckpointTables>()
      .selectFrom('checkpoint.shift')
      .where('scanner_id', '=', subAccountId)
      .where(({ eb, fn, val }) => eb('organization_id', '=', fn.any(val(own))))
      .where('closed_at', 'is', null)
      .select(['id', 'scan_point_id', 'community', 'opened_at'])
      .executeTakeFirst();
    const scanPoint = shift && (await this.points.find(organizationId, shift.scan_point_id));
    if (!scanPoint || !isUsable(scanPoint.state)) return undefined;
    const { id: shiftId, community, opened_at: openedAt } = shift;
    return { shiftId, scanPoint, ...(community ? { community } : {}), openedAt: openedAt.toISOString() };
  }
}
