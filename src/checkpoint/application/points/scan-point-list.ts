import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { AreaLookup } from '../../../organization/contracts/area-lookup.js';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page.js';
import { Database } from '../../../platform/persistence/database.js';
import { noSuchPoint } from '../../domain/errors.js';
import { type NewScanPoint, type ScanPointState, stateOf } from '../../domain/scan-point.js';

export interface ScanPointView extends NewScanPoint {
  readonly areaName: string;
  /** A scanner may propose a point on the spot; the administrator confirms it. */
  readonly state: ScanPointState;
  readonly addedAt: string;
  readonly version: number;
}

export interface PointFilter {
  /** Part of the name. */
  readonly name?: string | undefined;
  /** `usable`: where a shift can be opened, newest first, so that who has just added one sees it. Otherwise by what is to be done: unconfirmed ones first, closed ones last. */
  readonly state: ScanPointState | 'usable' | 'all';
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface PointRow extends NewScanPoint {
  confirmed: boolean;
  closedAt: Date | null;
  /** To the microsecond, as the database compares. */
  addedAt: string;
  version: number;
  rank: number;
}

const STATE = sql<string>`CASE WHEN closed_at IS NOT NULL THEN 'closed' WHEN confirmed THEN 'confirmed' ELSE 'unconfirmed' END`;
const BY_STATE = sql<number>`CASE WHEN closed_at IS NOT NULL THEN 2 WHEN confirmed THEN 1 ELSE 0 END`;
const NEWEST_FIRST = sql<number>`0`;

/** The scan points of a unit. */
@Injectable()
export class ScanPointList {
  constructor(
    private readonly database: Database,
    private readonly areas: AreaLookup,
  ) {}

  /** @throws when there is none of this unit */
  async one(organizationId: string, id: string): Promise<ScanPointView> {
    const found = await this.find(organizationId, id);
    if (!found) throw noSuchPoint();
    return found;
  }

  async find(organizationId: string, id: string): Promise<ScanPointView | undefined> {
    const [row] = await this.rows(sql`organization_id = ${organizationId} AND id = ${id}`, NEWEST_FIRST, 1);
    return row && this.view(row);
  }

  async page(organizationId: string, { name, state, cursor, limit }: PointFilter): Promise<Page<ScanPointView>> {
    const after = decodeCursor(cursor, 'line', 'at', 'id');
    const rank = state === 'usable' ? NEWEST_FIRST : BY_STATE;
    const conditions = [
      sql`organization_id = ${organizationId}`,
      ...(state === 'usable' ? [sql`closed_at IS NULL`] : state === 'all' ? [] : [sql`${STATE} = ${state}`]),
      ...(name ? [sql`strpos(lower(name), lower(${name})) > 0`] : []),
      ...(after
        ? [sql`(-(${rank}), added_at, id) < (-${after[0]}::int, ${after[1]}::timestamptz, ${after[2]}::uuid)`]
        : []),
    ];
    const rows = await this.rows(sql`${sql.join(conditions, sql` AND `)}`, rank, limit + 1);
    return toPage(
      rows,
      limit,
      (row) => this.view(row),
      (row) => [row.rank, row.addedAt, row.id],
    );
  }

  private async rows(where: RawBuilder<unknown>, rank: RawBuilder<number>, most: number): Promise<PointRow[]> {
    const { rows } = await sql<PointRow>`
      SELECT id, name, kind, area_key AS "areaKey", address, confirmed, closed_at AS "closedAt", version, ${rank} AS rank,
             to_char(added_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "addedAt"
      FROM checkpoint.scan_point WHERE ${where} ORDER BY rank, added_at DESC, id DESC LIMIT ${most}
    `.execute(this.database.read());
    return rows;
  }

  private view({ rank: _, confirmed, closedAt, ...row }: PointRow): ScanPointView {
    const areaName = this.areas.find(row.areaKey)?.name ?? row.areaKey;
    return { ...row, areaName, state: stateOf({ confirmed, closedAt }) };
  }
}
