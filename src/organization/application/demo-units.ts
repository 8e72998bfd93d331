import { CommandBus } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import { DemoScenario, Scenario } from '../../platform/demo/scenario.js';
import { readMobile } from '../../platform/kernel/mobile.js';
import { usccCheckCharacter } from '../domain/uscc.js';
import { AddSubAccount } from './sub-account-commands.js';
import { Units } from './units.js';

const id = (tail: string) => `01900000-0000-7000-8000-00000000${tail}`;
const mobile = (number: string) => readMobile(number)!;
const uscc = (first17: string) => first17 + usccCheckCharacter(first17);

/** Made-up codes with a right check character. */
const UNITS = [
  {
    id: id('c010'),
    name: '福建省疫情防控指挥部（演示）',
    uscc: uscc('1135000000000001D'),
    path: 'fj',
    areaKey: '350000',
  },
  {
    id: id('c011'),
    name: '福州市疫情防控指挥部（演示）',
    uscc: uscc('1135010000000002D'),
    path: 'fj.fz',
    areaKey: '350100',
  },
  {
    id: id('c012'),
    name: '福州市鼓楼区疫情防控指挥部（演示）',
    uscc: uscc('1135010200000003D'),
    path: 'fj.fz.gulou',
    areaKey: '350102',
  },
  {
    id: id('c001'),
    name: '福州市鼓楼区东街街道办事处（演示）',
    uscc: uscc('1135010200000004D'),
    path: 'fj.fz.gulou.dongjie',
    areaKey: '350102',
  },
  {
    id: id('c013'),
    name: '厦门市疫情防控指挥部（演示）',
    uscc: uscc('1135020000000005D'),
    path: 'fj.xm',
    areaKey: '350200',
  },
  {
    id: id('c014'),
    name: '厦门市思明区疫情防控指挥部（演示）',
    uscc: uscc('1135020300000006D'),
    path: 'fj.xm.siming',
    areaKey: '350203',
  },
  {
    id: id('c002'),
    name: '厦门市思明区中华街道办事处（演示）',
    uscc: uscc('1135020300000007D'),
    path: 'fj.xm.siming.zhonghua',
    areaKey: '350203',
  },
];

@Injectable()
@DemoScenario(10)
export class DemoUnits extends Scenario {
  constructor(
    private readonly units: Units,
    private readonly commands: CommandBus,
  ) {
    super();
  }

  async run(): Promise<void> {
    for (const unit of UNITS) await this.units.open(unit);
    await this.units.appoint(id('b002'), id('c001'), mobile('13900000002'), '陈主任');
    await this.units.appoint(id('b003'), id('c002'), mobile('13900000003'), '黄主任');
    await this.commands.execute(new AddSubAccount(id('b004'), id('c001'), mobile('13900000004'), '林晓燕'));
    await this.commands.execute(new AddSubAccount(id('b005'), id('c002'), mobile('13900000005'), '吴志强'));
  }
}
