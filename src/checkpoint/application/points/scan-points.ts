import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { Database } from '../../../platform/persistence/database.js';
import { Transactions } from '../../../platform/persistence/transactions.js';
import { AreaLookup } from '../../../organization/contracts/area-lookup.js';
import { pointIdTaken, unknownArea } from '../../domain/errors.js';

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

export interface PointFilter {
  /** Part of the name. */
  readonly name?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** To the microsecond, as the database compares. */
type PointRow = Omit<ScanPointView, 'areaName'> & { readonly addedAt: string };
const COLUMNS = sql`id, name, kind, area_key AS "areaKey", address, confirmed, to_char(added_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "addedAt"`;

@Injectable()
export class ScanPoints {
  constructor(
    private readonly transactions: Transactions,
    private readonly database: Database,
    private readonly areas: AreaLookup,
    private readonly clock: Clock,
  ) {}

  async add(organizationId: string, point: NewScanPoint, confirmed: boolean): Promise<ScanPointView> {
    const area = this.areas.find(point.areaKey);
    if (!area || area.kind === 'province' || area.kind === 'city') throw unknownArea();
    await this.transactions.run((tx) =>
      sql`
      INSERT INTO checkpoint.scan_point (id, organization_id, name, kind, area_key, address, confirmed, added_at)
      VALUES (${point.id}, ${organizationId}, ${point.name}, ${point.kind}, ${point.areaKey}, ${point.address}, ${confirmed}, ${this.clock.now()})
      ON CONFLICT DO NOTHING
    `.execute(tx.db()),
    );
    const added = await this.find(organizationId, point.id);
    // A repeated request finds its own point again; confirmed meanwhile, it is still the same.
    if (!added || !isSame(added, point)) throw pointIdTaken();
    return added;
  }

  async find(organizationId: string, id: string): Promise<ScanPointView | undefined> {
    const { rows } =
      await sql<PointRow>`SELECT ${COLUMNS} FROM checkpoint.scan_point WHERE organization_id = ${organizationId} AND id = ${id}`.execute(
        this.database.read(),
      );
    return rows[0] && this.view(rows[0]);
  }

  /** Newest first: who has just added one sees it. */
  async page(organizationId: string, { name, cursor, limit }: PointFilter): Promise<Page<ScanPointView>> {
    const after = decodeCursor(cursor, 'at', 'id');
    const conditions = [
      sql`organization_id = ${organizationId}`,
      ...(name ? [sql`strpos(lower(name), lower(${name})) > 0`] : []),
      ...(after ? [sql`(added_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []),
    ];
    const { rows } = await sql<PointRow>`
      SELECT ${COLUMNS} FROM checkpoint.scan_point WHERE ${sql.join(conditions, sql` AND `)} ORDER BY added_at DESC, id DESC LIMIT ${limit + 1}
    `.execute(this.database.read());
    return toPage(
      rows,
      limit,
      (row) => this.view(row),
      (row) => [row.addedAt, row.id],
    );
  }

  private view({ addedAt: _, ...row }: PointRow): ScanPointView {
    return { ...row, areaName: this.areas.find(row.areaKey)?.name ?? row.areaKey };
  }
}

function isSame(added: ScanPointView, { name, kind, areaKey, address }: NewScanPoint): boolean {
  return added.name === name && added.kind === kind && added.areaKey === areaKey && added.address === address;
}
