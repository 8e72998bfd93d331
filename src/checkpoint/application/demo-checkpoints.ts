import { Injectable } from '@nestjs/common';
import { DemoScenario, Scenario } from '../../platform/demo/scenario.js';
import { ScanPoints } from './points/scan-points.js';

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

@Injectable()
@DemoScenario(30)
export class DemoCheckpoints extends Scenario {
  constructor(private readonly points: ScanPoints) {
    super();
  }

  async run(): Promise<void> {
    for (const { unit, ...point } of POINTS) await this.points.add(unit, point, true);
  }
}
