import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../../platform/kernel/clock.js';
import { localDate } from '../../platform/kernel/shanghai.js';
import { Database } from '../../platform/persistence/database.js';
import { ShortMemory } from '../../platform/persistence/short-memory.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { type Area, AreaLookup } from '../contracts/area-lookup.js';
import type { AreaLevel, LevelHistory, Words } from '../domain/flow-advice.js';
import { importAreas } from './area-import.js';

const FUJIAN = '350000';
/** Above all provinces; no area itself. */
const COUNTRY = 'country';
const FRESH_MS = 5000;

type DatedArea = Area & { readonly validFrom: string | null; readonly validUntil: string | null };

/** All areas in memory: they change a few times a year. */
@Injectable()
export class AreaTree extends AreaLookup implements OnApplicationBootstrap {
  private areas = new Map<string, DatedArea>();
  private below = new Map<string, DatedArea[]>();

  constructor(
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    await importAreas(this.transactions);
    const { rows } = await sql<DatedArea & { parent: string | null }>`
      SELECT key, name, kind, parent, path::text, valid_from::text AS "validFrom", valid_until::text AS "validUntil" FROM checkpoint.area ORDER BY key
    `.execute(this.database.read());
    for (const { parent, ...area } of rows) {
      const dated = parent ? { ...area, parent } : area;
      this.areas.set(area.key, dated);
      const above = parent ?? COUNTRY;
      this.below.set(above, [...(this.below.get(above) ?? []), dated]);
    }
  }

  find(key: string): Area | undefined {
    return this.areas.get(key);
  }

  children(parent = FUJIAN): readonly Area[] {
    const today = localDate(this.clock.now());
    return (this.below.get(parent) ?? []).filter(({ validFrom, validUntil }) => (!validFrom || validFrom <= today) && (!validUntil || today < validUntil));
  }
}

interface AssignmentRow {
  area_key: string;
  rank: number;
  name: Words;
  from_at: Date;
  until_at: Date | null;
}

interface Assignment {
  readonly level: AreaLevel;
  readonly from: number;
  readonly until: number;
}

/** The levels that authorities assigned, in memory and at most five seconds old. */
@Injectable()
export class AreaLevels {
  private readonly known = new ShortMemory<LevelHistory>(FRESH_MS);

  constructor(
    private readonly database: Database,
    private readonly areas: AreaLookup,
  ) {}

  history(): Promise<LevelHistory> {
    return this.known.get('levels', async () => toHistory(await this.read(), this.areas));
  }

  forget(): void {
    this.known.forget();
  }

  private async read(): Promise<Map<string, Assignment[]>> {
    const { rows } = await sql<AssignmentRow>`
      SELECT a.area_key, l.common_rank AS rank, l.name, a.from_at, a.until_at FROM checkpoint.level_assignment a
      JOIN checkpoint.scale_level l ON l.scale = a.scale AND l.level = a.level
    `.execute(this.database.read());
    const byArea = new Map<string, Assignment[]>();
    for (const { area_key, rank, name, from_at, until_at } of rows) {
      const assignment = { level: { rank, name }, from: new Date(from_at).getTime(), until: until_at ? new Date(until_at).getTime() : Infinity };
      byArea.set(area_key, [...(byArea.get(area_key) ?? []), assignment]);
    }
    return byArea;
  }
}

/** An area itself and its ancestors; an area known only to the county ignores what lies below. */
function toHistory(assignments: Map<string, Assignment[]>, areas: AreaLookup): LevelHistory {
  return {
    highest(areaKey, from, until) {
      const path = areas.find(areaKey)?.path.split('.') ?? [areaKey];
      return path
        .flatMap((key) => assignments.get(key) ?? [])
        .filter((assignment) => assignment.from <= until.getTime() && assignment.until > from.getTime())
        .map(({ level }) => level)
        .reduce<AreaLevel | undefined>((most, level) => (!most || level.rank > most.rank ? level : most), undefined);
    },
  };
}
