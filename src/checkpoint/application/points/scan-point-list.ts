import { Injectable } from '@nestjs/common';
import { type Expression, type ExpressionBuilder, sql } from 'kysely';
import { AreaLookup } from '../../../organization/contracts/area-lookup.js';
import { OrganizationDirectory } from '../../../organization/contracts/directories.js';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page.js';
import { contains } from '../../../platform/persistence/contains.js';
import { Database } from '../../../platform/persistence/database.js';
import type { Row } from '../../../platform/persistence/values.js';
import { noSuchPoint } from '../../domain/errors.js';
import {
  FACTS_OF_STATE,
  isUsable,
  type NewScanPoint,
  SCAN_POINT_STATES,
  type ScanPointState,
  stateOf,
} from '../../domain/scan-point.js';
import type { CheckpointTables } from '../../tables.js';

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

type Point = ExpressionBuilder<CheckpointTables, 'checkpoint.scan_point'>;

/** As `stateOf` says. */
function isIn(point: Point, state: ScanPointState) {
  const { closed, confirmed } = FACTS_OF_STATE[state];
  const closedOrNot = point('closed_at', closed ? 'is not' : 'is', null);
  return confirmed === undefined ? closedOrNot : point.and([closedOrNot, point('confirmed', '=', confirmed)]);
}

/** The place of its state in the order of states. */
function rankOf(point: Point) {
  const cases = SCAN_POINT_STATES.map((state, rank) => sql`WHEN ${isIn(point, state)} THEN ${sql.lit(rank)}`);
  return sql<number>`CASE ${sql.join(cases, sql` `)} END`;
}

/** As the database compares. */
const toMicroseconds = (at: Expression<Date>) =>
  sql<string>`to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const NEWEST_FIRST = sql<number>`0`;

function wantedStates(state: PointFilter['state']): readonly ScanPointState[] {
  if (state === 'usable') return SCAN_POINT_STATES.filter(isUsable);
  return state === 'all' ? SCAN_POINT_STATES : [state];
}

/** The scan points of a unit, and of those that were merged into it. */
@Injectable()
export class ScanPointList {
  constructor(
    private readonly database: Database,
    private readonly areas: AreaLookup,
    private readonly organizations: OrganizationDirectory,
  ) {}

  /** @throws when there is none of this unit */
  async one(organizationId: string, id: string): Promise<ScanPointView> {
    const found = await this.find(organizationId, id);
    if (!found) throw noSuchPoint();
    return found;
  }

  async find(organizationId: string, id: string): Promise<ScanPointView | undefined> {
    const own = await this.organizations.ownIds(organizationId);
    const row = await this.ofUnits(own).where('id', '=', id).executeTakeFirst();
    return row && this.view(row);
  }

  async page(organizationId: string, { name, state, cursor, limit }: PointFilter): Promise<Page<ScanPointView>> {
    const after = decodeCursor(cursor, 'line', 'at', 'id');
    const rank = (point: Point) => (state === 'usable' ? NEWEST_FIRST : rankOf(point));
    const own = await this.organizations.ownIds(organizationId);
    const rows = await this.ofUnits(own)
      .where((point) => point.or(wantedStates(state).map((wanted) => isIn(point, wanted))))
      .$if(name !== undefined, (found) => found.where(({ ref }) => contains(ref('name'), name!)))
      .$if(after !== undefined, (found) =>
        found.where(
          (point) =>
            sql<boolean>`(-(${rank(point)}), ${point.ref('added_at')}, ${point.ref('id')}) < (-${after![0]}::int, ${after![1]}::timestamptz, ${after![2]}::uuid)`,
        ),
      )
      .select((point) => [rank(point).as('rank'), toMicroseconds(point.ref('added_at')).as('added')])
      .orderBy('rank')
      .orderBy('added_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(
      rows,
      limit,
      (row) => this.view(row),
      (row) => [row.rank, row.added, row.id],
    );
  }

  private ofUnits(ids: string[]) {
    return this.database
      .read<CheckpointTables>()
      .selectFrom('checkpoint.scan_point')
      .where(({ eb, fn, val }) => eb('organization_id', '=', fn.any(val(ids))))
      .selectAll();
  }

  private view(row: Row<CheckpointTables, 'checkpoint.scan_point'>): ScanPointView {
    const { id, name, kind, area_key: areaKey, address, version } = row;
    const areaName = this.areas.find(areaKey)?.name ?? areaKey;
    const state = stateOf({ confirmed: row.confirmed, closedAt: row.closed_at });
    return { id, name, kind, areaKey, areaName, address, state, addedAt: row.added_at.toISOString(), version };
  }
}
