import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { DemoScenario, Scenario } from '../../platform/demo/scenario.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Database } from '../../platform/persistence/database.js';
import { ScanPoints } from './scan-points.js';

const id = (tail: string) => `01900000-0000-7000-8000-00000000${tail}`;

const POINTS = [
  {
    unit: id('c001'),
    id: id('e001'),
    name: '东街口社区卡点',
    kind: 'community',
    areaKey: '350102',
    address: '鼓楼区东街口',
  },
  { unit: id('c001'), id: id('e002'), name: '福州火车站', kind: 'traffic', areaKey: '350102', address: '华林路502号' },
  {
    unit: id('c001'),
    id: id('e003'),
    name: '闽浙界入闽卡口',
    kind: 'province-entry',
    areaKey: '350982',
    address: '福鼎市分水关',
  },
  {
    unit: id('c002'),
    id: id('e004'),
    name: '中华街道社区卡点',
    kind: 'community',
    areaKey: '350203',
    address: '思明区中山路',
  },
] as const;

/** Levels of the demo world; no authority said so. */
const LEVELS = [
  { id: id('9001'), areaKey: '350000', level: 'low' },
  { id: id('9002'), areaKey: '350203', level: 'medium-general' },
  { id: id('9003'), areaKey: '420100', level: 'high' },
];

@Injectable()
@DemoScenario(30)
export class DemoCheckpoints extends Scenario {
  constructor(
    private readonly points: ScanPoints,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run(): Promise<void> {
    for (const { unit, ...point } of POINTS) await this.points.add(unit, point, true);
    const since = new Date(this.clock.now().getTime() - 30 * 86_400_000);
    for (const { id: assignment, areaKey, level } of LEVELS) {
      await sql`
        INSERT INTO checkpoint.level_assignment (id, area_key, scale, level, from_at) VALUES (${assignment}, ${areaKey}, '2020-02-24', ${level}, ${since})
        ON CONFLICT DO NOTHING
      `.execute(this.database.read());
    }
  }
}
