import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/persistence/database.js';
import { ShortMemory } from '../../platform/persistence/short-memory.js';
import { AreaLookup } from '../../organization/contracts/area-lookup.js';
import { highestLevel, type LevelAssignment } from '../domain/area-level.js';
import { AreaLevels, type LevelHistory } from '../contracts/area-levels.js';
import type { Words } from '../contracts/colours.js';
import type { HealthVerdictTables } from '../tables.js';

const FRESH_MS = 5000;

@Injectable()
export class SqlAreaLevels extends AreaLevels {
  private readonly known = new ShortMemory<LevelHistory>(FRESH_MS);

  constructor(
    private readonly database: Database,
    private readonly areas: AreaLookup,
  ) {
    super();
  }

  history(): Promise<LevelHistory> {
    return this.known.get('levels', async () => toHistory(await this.read(), this.areas));
  }

  forget(): void {
    this.known.forget();
  }

  private async read(): Promise<Map<string, LevelAssignment[]>> {
    const rows = await this.database
      .read<HealthVerdictTables>()
      .selectFrom('health_verdict.level_assignment as a')
      .innerJoin('health_verdict.scale_level as l', (on) =>
        on.onRef('l.scale', '=', 'a.scale').onRef('l.level', '=', 'a.level'),
      )
      .select(['a.area_key', 'l.common_rank', 'l.name', 'a.from_at', 'a.until_at'])
      .execute();
    const byArea = new Map<string, LevelAssignment[]>();
    for (const { area_key, common_rank: rank, name, from_at: from, until_at } of rows) {
      const assignment = { level: { rank, name: name as Words }, from, until: until_at ?? undefined };
      byArea.set(area_key, [...(byArea.get(area_key) ?? []), assignment]);
    }
    return byArea;
  }
}

/** An area itself and its ancestors; an area known only to the county ignores what lies below. */
function toHistory(assignments: Map<string, LevelAssignment[]>, areas: AreaLookup): LevelHistory {
  return {
    highest(areaKey, from, until) {
      const path = areas.find(areaKey)?.path.split('.') ?? [areaKey];
      return highestLevel(
        path.flatMap((key) => assignments.get(key) ?? []),
        from,
        until,
      );
    },
  };
}
