import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DemoScenario, Scenario } from '../../platform/demo/scenario.js';
import { AddScanPoint } from './points/add-scan-point.js';

const id = (tail: string) => `01900000-0000-7000-8000-00000000${tail}`;

const POINTS = [
  {
    unit: id('c001'),
    by: 'administrator',
    id: id('e001'),
    name: '东街口社区卡点',
    kind: 'community',
    areaKey: '350102',
    address: '鼓楼区东街口',
  },
  {
    unit: id('c001'),
    by: 'administrator',
    id: id('e002'),
    name: '福州火车站',
    kind: 'traffic',
    areaKey: '350102',
    address: '华林路502号',
  },
  {
    unit: id('c001'),
    by: 'administrator',
    id: id('e003'),
    name: '闽浙界入闽卡口',
    kind: 'province-entry',
    areaKey: '350982',
    address: '福鼎市分水关',
  },
  {
    unit: id('c002'),
    by: 'administrator',
    id: id('e004'),
    name: '中华街道社区卡点',
    kind: 'community',
    areaKey: '350203',
    address: '思明区中山路',
  },
  {
    unit: id('c001'),
    by: 'scanner',
    id: id('e005'),
    name: '五四路临时卡点',
    kind: 'community',
    areaKey: '350102',
    address: '五四路与湖东路口',
  },
] as const;

@Injectable()
@DemoScenario(30)
export class DemoCheckpoints extends Scenario {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run(): Promise<void> {
    for (const { unit, by, ...point } of POINTS) await this.commands.execute(new AddScanPoint(unit, point, by));
  }
}
