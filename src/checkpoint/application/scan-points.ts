import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../../platform/kernel/clock.js';
import { Database } from '../../platform/persistence/database.js';
import { AreaLookup } from '../contracts/area-lookup.js';
import { noSuchPoint, unknownArea } from '../domain/errors.js';

export const SCAN_POINT_KINDS = ['traffic', 'province-entry', 'community', 'office', 'enterprise'] as const;
export type ScanPointKind = (typeof SCAN_POINT_KINDS)[number];

export interface NewScanPoint {
  readonly id: string;
  readonly name: string;
  readonly kind: ScanPointKind;
  readonly areaKey: string;
  readonly address: string;
}

export interface ScanPointView extends NewScanPoint {
  readonly areaName: string;
  /** A scanner may propose a point on the spot; the administrator confirms it. */
  readonly confirmed: boolean;
}

@Injectable()
export class ScanPoints {
  constructor(
    private readonly database: Database,
    private readonly areas: AreaLookup,
    private readonly clock: Clock,
  ) {}

  async add(organizationId: string, point: NewScanPoint, confirmed: boolean): Promise<ScanPointView> {
    const area = this.areas.find(point.areaKey);
    if (!area || area.kind === 'province' || area.kind === 'city') throw unknownArea();
    await sql`
      INSERT INTO checkpoint.scan_point (id, organization_id, name, kind, area_key, address, confirmed, added_at)
      VALUES (${point.id}, ${organizationId}, ${point.name}, ${point.kind}, ${point.areaKey}, ${point.address}, ${confirmed}, ${this.clock.now()})
      ON CONFLICT DO NOTHING
    `.execute(this.database.read());
    const added = await this.find(organizationId, point.id);
    if (!added) throw noSuchPoint();
    return added;
  }

  async find(organizationId: string, id: string): Promise<ScanPointView | undefined> {
    return (await this.of(organizationId, id))[0];
  }

  list(organizationId: string): Promise<ScanPointView[]> {
    return this.of(organizationId);
  }

  private async of(organizationId: string, id?: string): Promise<ScanPointView[]> {
    const { rows } = await sql<Omit<ScanPointView, 'areaName'>>`
      SELECT id, name, kind, area_key AS "areaKey", address, confirmed FROM checkpoint.scan_point
      WHERE organization_id = ${organizationId} AND (${id ?? null}::uuid IS NULL OR id = ${id ?? null}::uuid) ORDER BY added_at, id LIMIT 500
    `.execute(this.database.read());
    return rows.map((row) => ({ ...row, areaName: this.areas.find(row.areaKey)?.name ?? row.areaKey }));
  }
}
