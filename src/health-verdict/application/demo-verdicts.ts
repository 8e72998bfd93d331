import { CommandBus } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { ResidentDirectory } from '../../identity/contracts/resident-directory.js';
import { DemoScenario, Scenario } from '../../platform/demo/scenario.js';
import { Clock } from '../../platform/kernel/clock.js';
import { addDays, localDate } from '../../platform/kernel/shanghai.js';
import { OUTPATIENT_COLUMNS } from '../domain/outpatient-row.js';
import { ClaimCode } from './claim-code.js';
import { TakeInBatch } from './take-in-batch.js';

const id = (tail: string) => `01900000-0000-7000-8000-00000000${tail}`;

@Injectable()
@DemoScenario(40)
export class DemoVerdicts extends Scenario {
  constructor(
    private readonly commands: CommandBus,
    private readonly residents: ResidentDirectory,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** 欧阳美玲 was at a fever clinic two days before the demo world was made. */
  async run(): Promise<void> {
    const patient = (await this.residents.find(id('d002')))!;
    const visit = addDays(localDate(this.clock.now()), -2);
    const row = ['DEMO-0001', '1', patient.document.type, patient.document.normalised, '', '发热门诊', visit, '0'];
    const operator = { sessionId: '', accountId: id('b001'), capacityId: id('b001'), role: 'authority-operator', authorityId: id('a001'), mustChangePassword: false } as const;
    await this.commands.execute(new ClaimCode(id('f001'), id('d001'), { areaKey: '350102' }));
    const claimed = new ClaimCode(id('f002'), id('d002'), { areaKey: '350203' });
    await this.commands.execute(claimed);
    const file = Readable.from([Buffer.from(`${OUTPATIENT_COLUMNS.join(',')}\n${row.join(',')}\n`)]);
    await this.commands.execute(new TakeInBatch(operator, 'outpatient-records', 'demo-outpatient-records.csv', file));
  }
}
