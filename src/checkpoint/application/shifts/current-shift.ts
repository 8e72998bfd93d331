import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { ScanPermission } from '../../../organization/contracts/scan-permission.js';
import { Database } from '../../../platform/persistence/database.js';
import { ShortMemory } from '../../../platform/persistence/short-memory.js';
import { noShift, noShiftHere } from '../../domain/errors.js';
import { ScanPointList, type ScanPointView } from '../points/scan-point-list.js';

const FRESH_MS = 4000;

export interface ShiftView {
  readonly shiftId: string;
  readonly scanPoint: ScanPointView;
  readonly community?: string;
  readonly openedAt: string;
}

interface ShiftRow {
  id: string;
  scan_point_id: string;
  community: string | null;
  opened_at: Date;
}

/** The shift that a scanner works. Where their point was closed they have none. */
@Injectable()
export class CurrentShift {
  private readonly known = new ShortMemory<ShiftView | undefined>(FRESH_MS);

  constructor(
    private readonly database: Database,
    private readonly points: ScanPointList,
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

  forget(scannerId: string): void {
    this.known.forget(scannerId);
  }

  private async find({ subAccountId, organizationId }: ScanPermission): Promise<ShiftView | undefined> {
    const { rows } = await sql<ShiftRow>`
      SELECT id, scan_point_id, community, opened_at FROM checkpoint.shift WHERE scanner_id = ${subAccountId} AND organization_id = ${organizationId} AND closed_at IS NULL
    `.execute(this.database.read());
    const row = rows[0];
    const scanPoint = row && (await this.points.find(organizationId, row.scan_point_id));
    if (!scanPoint || scanPoint.state === 'closed') return undefined;
    const { id: shiftId, community, opened_at: openedAt } = row;
    return { shiftId, scanPoint, ...(community ? { community } : {}), openedAt: new Date(openedAt).toISOString() };
  }
}
