import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { OrganizationDirectory } from '../../organization/contracts/directories.js';
import { type Scope, scopeSql } from '../../platform/authorization/scope.js';
import { Clock } from '../../platform/kernel/clock.js';
import { localDate, type LocalDate } from '../../platform/kernel/shanghai.js';
import { Database } from '../../platform/persistence/database.js';

export interface UnitDay {
  readonly date: LocalDate;
  readonly scans: number;
  readonly green: number;
  readonly orange: number;
  readonly refused: number;
  readonly passages: number;
  readonly abnormalTemperature: number;
  readonly byHour: number[];
  /** How far the projection has read: what was recorded before is counted. Left out while it has read nothing. */
  readonly asOf?: string;
  /** Events were put aside; the numbers may be short by them. */
  readonly degraded: boolean;
}

const PROJECTION = 'reporting.unit-day';

/** The numbers of a day over everything in scope: a unit with its subtree. */
@Injectable()
export class UnitDays {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationDirectory,
    private readonly clock: Clock,
  ) {}

  async of(today: Scope, date: LocalDate = localDate(this.clock.now())): Promise<UnitDay> {
    const inScope = scopeSql(await this.asOfThatDay(today, date), {
      organizationId: 'd.organization_id',
      unitPath: 'd.unit_path',
    });
    const { rows } = await sql<Omit<UnitDay, 'date' | 'asOf'> & { asOf: string | null }>`
      SELECT coalesce(sum(scans), 0)::int AS scans, coalesce(sum(green), 0)::int AS green, coalesce(sum(orange), 0)::int AS orange,
             coalesce(sum(refused), 0)::int AS refused, coalesce(sum(passages), 0)::int AS passages,
             coalesce(sum(abnormal_temperature), 0)::int AS "abnormalTemperature",
             ARRAY(SELECT coalesce((SELECT sum(d.by_hour[hour]) FROM reporting.unit_day d WHERE d.day = ${date}::date AND ${inScope}), 0)::int
                   FROM generate_series(1, 24) AS hour ORDER BY hour) AS "byHour",
             (SELECT to_char(read_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM platform.cursor WHERE name = ${PROJECTION}) AS "asOf",
             EXISTS (SELECT FROM platform.cursor WHERE name = ${PROJECTION} AND degraded_at IS NOT NULL) AS degraded
      FROM reporting.unit_day d WHERE d.day = ${date}::date AND ${inScope}
    `.execute(this.database.read());
    const { asOf, ...day } = rows[0]!;
    return { date, ...day, ...(asOf ? { asOf } : {}) };
  }

  /** Figures stay where they were made: a unit sees below where it stood on that day. */
  private async asOfThatDay({ alternatives }: Scope, date: LocalDate): Promise<Scope> {
    const then = alternatives.map(async (conditions) => {
      const { unitPath } = conditions;
      if (typeof unitPath !== 'object' || !('$within' in unitPath)) return [conditions];
      const places = await this.organizations.placesOn(unitPath.$within, date);
      return places.map((place) => ({ ...conditions, unitPath: { $within: place } }));
    });
    return { alternatives: (await Promise.all(then)).flat() };
  }
}
