import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { Database } from '../../../platform/persistence/database.js';
import { ShortMemory } from '../../../platform/persistence/short-memory.js';
import { type Tx, Transactions } from '../../../platform/persistence/transactions.js';
import type { ScanPermission } from '../../../organization/contracts/scan-permission.js';
import { noShift, noSuchPoint, shiftIdTaken } from '../../domain/errors.js';
import { type ScanPointView, ScanPoints } from '../points/scan-points.js';

const FRESH_MS = 4000;

export interface Position {
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracyMetres: number;
}

export interface NewShift {
  readonly id: string;
  readonly scanPointId: string;
  readonly community?: string | undefined;
  readonly position?: Position | undefined;
}

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

/** 上报当前位置: a scanner is at one point at a time. */
@Injectable()
export class Shifts {
  private readonly known = new ShortMemory<ShiftView | undefined>(FRESH_MS);

  constructor(
    private readonly transactions: Transactions,
    private readonly database: Database,
    private readonly points: ScanPoints,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  /** Closes the one before. The client's id makes a repeated request harmless: it is answered the same, and opens nothing again. */
  async open(permission: ScanPermission, shift: NewShift): Promise<ShiftView> {
    const point = await this.points.find(permission.organizationId, shift.scanPointId);
    if (!point) throw noSuchPoint();
    const { subAccountId: scanner, organizationId } = permission;
    const now = this.clock.now();
    const row = await this.transactions.run(async (tx) => {
      await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`shifts of ${scanner}`}, 0))`.execute(tx.db());
      const before = await this.before(tx, permission, shift);
      if (before) return before;
      await sql`UPDATE checkpoint.shift SET closed_at = ${now} WHERE scanner_id = ${scanner} AND closed_at IS NULL`.execute(
        tx.db(),
      );
      const { rows } = await sql<ShiftRow>`
        INSERT INTO checkpoint.shift (id, scanner_id, scanner_name, organization_id, scan_point_id, community, latitude, longitude, accuracy_metres, opened_at)
        VALUES (${shift.id}, ${scanner}, ${this.cipher.encrypt(permission.scannerName, 'name')}, ${organizationId}, ${shift.scanPointId}, ${shift.community ?? null},
                ${shift.position?.latitude ?? null}, ${shift.position?.longitude ?? null}, ${shift.position?.accuracyMetres ?? null}, ${now})
        ON CONFLICT (id) DO NOTHING RETURNING id, scan_point_id, community, opened_at
      `.execute(tx.db());
      if (!rows[0]) throw shiftIdTaken();
      return rows[0];
    });
    this.known.forget(scanner);
    return toView(row, point);
  }

  /** The row of a shift that was opened under this id. @throws when it is another scanner's, or said something else */
  private async before(
    tx: Tx,
    { subAccountId, organizationId }: ScanPermission,
    { id, scanPointId, community, position }: NewShift,
  ): Promise<ShiftRow | undefined> {
    const { rows } = await sql<ShiftRow & { same: boolean }>`
      SELECT id, scan_point_id, community, opened_at,
             (scanner_id, organization_id, scan_point_id, community, latitude, longitude, accuracy_metres) IS NOT DISTINCT FROM
             (${subAccountId}::uuid, ${organizationId}::uuid, ${scanPointId}::uuid, ${community ?? null}::text,
              ${position?.latitude ?? null}::float8, ${position?.longitude ?? null}::float8, ${position?.accuracyMetres ?? null}::float8) AS same
      FROM checkpoint.shift WHERE id = ${id}
    `.execute(tx.db());
    if (rows[0] && !rows[0].same) throw shiftIdTaken();
    return rows[0];
  }

  async current({ subAccountId, organizationId }: ScanPermission): Promise<ShiftView | undefined> {
    const { rows } = await sql<ShiftRow>`
      SELECT id, scan_point_id, community, opened_at FROM checkpoint.shift WHERE scanner_id = ${subAccountId} AND organization_id = ${organizationId} AND closed_at IS NULL
    `.execute(this.database.read());
    const row = rows[0];
    const scanPoint = row && (await this.points.find(organizationId, row.scan_point_id));
    if (!row || !scanPoint) return undefined;
    return toView(row, scanPoint);
  }

  /** On the scan path: kept four seconds in this process. */
  async require(permission: ScanPermission, shiftId: string): Promise<ShiftView> {
    const shift = await this.known.get(permission.subAccountId, () => this.current(permission));
    if (shift?.shiftId === shiftId) return shift;
    // Another process may have opened it a moment ago.
    this.known.forget(permission.subAccountId);
    const now = await this.known.get(permission.subAccountId, () => this.current(permission));
    if (now?.shiftId !== shiftId) throw noShift();
    return now;
  }

  async close({ subAccountId }: ScanPermission): Promise<void> {
    await this.transactions.run((tx) =>
      sql`UPDATE checkpoint.shift SET closed_at = ${this.clock.now()} WHERE scanner_id = ${subAccountId} AND closed_at IS NULL`.execute(
        tx.db(),
      ),
    );
    this.known.forget(subAccountId);
  }
}

function toView(row: ShiftRow, scanPoint: ScanPointView): ShiftView {
  return {
    shiftId: row.id,
    scanPoint,
    ...(row.community ? { community: row.community } : {}),
    openedAt: new Date(row.opened_at).toISOString(),
  };
}
