import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { ColourScale, type ColourWords, wordsOfColour } from '../../health-verdict/contracts/colours.js';
import { OrganizationDirectory } from '../../organization/contracts/directories.js';
import { type Scope, scopeSql } from '../../platform/authorization/scope.js';
import { Clock } from '../../platform/kernel/clock.js';
import { localDate, type LocalDate } from '../../platform/kernel/shanghai.js';
import { type Stamp, Stamps } from '../../platform/messaging/stamps.js';
import { Database } from '../../platform/persistence/database.js';
import { COUNTERS } from '../projections/counters.js';
import { ABNORMAL_TEMPERATURE, colourOf, PASSAGES, REFUSED } from '../projections/measures.js';
import type { ReportingTables } from '../tables.js';

export interface UnitDay {
  readonly date: LocalDate;
  readonly scans: number;
  /** Every colour of the scale, in ascending severity, and what else was shown. */
  readonly byColour: readonly { readonly colour: ColourWords; readonly scans: number }[];
  readonly refused: number;
  readonly passages: number;
  readonly abnormalTemperature: number;
  /** Scans. */
  readonly byHour: readonly number[];
  readonly stamp: Stamp;
}

interface Count {
  readonly measure: string;
  readonly hour: number;
  readonly value: number;
}

/** The numbers of a day over everything in scope: a unit with its subtree. */
@Injectable()
export class UnitDays {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationDirectory,
    private readonly colours: ColourScale,
    private readonly stamps: Stamps,
    private readonly clock: Clock,
  ) {}

  async of(scope: Scope, date: LocalDate = localDate(this.clock.now())): Promise<UnitDay> {
    const stamp = await this.stamps.of(COUNTERS);
    const counts = await this.counts(await this.asOfThatDay(scope, date), date);
    return { date, ...daySheet(counts, await this.colours.colours()), stamp };
  }

  private counts(scope: Scope, date: LocalDate): Promise<readonly Count[]> {
    return this.database
      .read<ReportingTables>()
      .selectFrom('reporting.counter as c')
      .where('c.day', '=', date)
      .where(scopeSql(scope, { organizationId: 'c.organization_id', unitPath: 'c.unit_path' }))
      .groupBy(['c.measure', 'c.hour'])
      .select(['c.measure', 'c.hour', sql<number>`sum(c.value)::int`.as('value')])
      .execute();
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

function daySheet(counts: readonly Count[], scale: readonly ColourWords[]): Omit<UnitDay, 'date' | 'stamp'> {
  const sum = (wanted: (count: Count) => boolean) =>
    counts.filter(wanted).reduce((total, { value }) => total + value, 0);
  const of = (measure: string) => sum((count) => count.measure === measure);
  const shown = counts.flatMap(({ measure }) => colourOf(measure) ?? []);
  const keys = new Set([...scale.map(({ key }) => key), ...shown]);
  const isScan = ({ measure }: Count) => colourOf(measure) !== undefined;
  return {
    scans: sum(isScan),
    byColour: [...keys].map((key) => ({
      colour: wordsOfColour(scale, key),
      scans: sum(({ measure }) => colourOf(measure) === key),
    })),
    refused: of(REFUSED),
    passages: of(PASSAGES),
    abnormalTemperature: of(ABNORMAL_TEMPERATURE),
    byHour: Array.from({ length: 24 }, (_, hour) => sum((count) => isScan(count) && count.hour === hour)),
  };
}
