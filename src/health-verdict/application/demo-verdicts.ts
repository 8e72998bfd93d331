import { CommandBus } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { ResidentDirectory } from '../../identity/contracts/resident-directory.js';
import { DemoScenario, Scenario } from '../../platform/demo/scenario.js';
import { Clock } from '../../platform/kernel/clock.js';
import { addDays, localDate } from '../../platform/kernel/shanghai.js';
import { OUTPATIENT_COLUMNS } from '../domain/outpatient-row.js';
import { ClaimCode } from './code/claim-code.js';
import { CodeViews } from './code/code-view.js';
import { TakeInBatch } from './evidence/take-in-batch.js';

const id = (tail: string) => `01900000-0000-7000-8000-00000000${tail}`;
const [GREEN, PATIENT, AUTHORITY, OPERATOR] = [id('d001'), id('d002'), id('a001'), id('b001')];

@Injectable()
@DemoScenario(40)
export class DemoVerdicts extends Scenario {
  constructor(
    private readonly commands: CommandBus,
    private readonly residents: ResidentDirectory,
    private readonly codes: CodeViews,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run(): Promise<void> {
    await this.commands.execute(new ClaimCode(id('f001'), GREEN, { areaKey: '350102' }));
    await this.commands.execute(new ClaimCode(id('f002'), PATIENT, { areaKey: '350203' }));
    const { colourWords } = await this.codes.view(PATIENT);
    if (colourWords.rank === 0) await this.feverClinicVisit();
  }

  /** 欧阳美玲 was at a fever clinic two days before the demo world was made, or made again after she had turned green. */
  private async feverClinicVisit(): Promise<void> {
    const { document } = (await this.residents.find(PATIENT))!;
    const visit = addDays(localDate(this.clock.now()), -2);
    const row = [`DEMO-${visit}`, '1', document.type, document.normalised, '', '发热门诊', visit, '0'];
    const file = Readable.from([Buffer.from(`${OUTPATIENT_COLUMNS.join(',')}\n${row.join(',')}\n`)]);
    const scope = { alternatives: [{ authorityId: AUTHORITY }] };
    await this.commands.execute(
      new TakeInBatch(scope, OPERATOR, 'outpatient-records', 'demo-outpatient-records.csv', file),
    );
  }
}
