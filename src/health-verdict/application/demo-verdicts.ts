import { CommandBus } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { ResidentDirectory } from '../../identity/contracts/resident-directory.js';
import { DemoScenario, Scenario } from '../../platform/demo/scenario.js';
import { Clock } from '../../platform/kernel/clock.js';
import { addDays, type LocalDate, localDate } from '../../platform/kernel/shanghai.js';
import { OperationRunner } from '../../platform/operations/operation-runner.js';
import { HEALTH_INSURANCE } from '../feeds/authorities.js';
import { drugPurchases } from '../feeds/drug-purchases.js';
import type { Feed } from '../feeds/feed.js';
import { outpatientRecords } from '../feeds/outpatient.js';
import { columnsOf } from '../feeds/read-row.js';
import { ClaimCode } from './code/claim-code.js';
import { CodeViews } from './code/code-view.js';
import { ReceiveFile } from './evidence/receive-file.js';

const id = (tail: string) => `01900000-0000-7000-8000-00000000${tail}`;
const [GREEN, PATIENT] = [id('d001'), id('d002')];
const OPERATOR = { accountId: id('b001'), authorityId: HEALTH_INSURANCE };

@Injectable()
@DemoScenario(40)
export class DemoVerdicts extends Scenario {
  constructor(
    private readonly commands: CommandBus,
    private readonly residents: ResidentDirectory,
    private readonly codes: CodeViews,
    private readonly clock: Clock,
    private readonly operations: OperationRunner,
  ) {
    super();
  }

  async run(): Promise<void> {
    await this.commands.execute(new ClaimCode(id('f001'), GREEN, { areaKey: '350102' }));
    await this.commands.execute(new ClaimCode(id('f002'), PATIENT, { areaKey: '350203' }));
    const { colourWords } = await this.codes.view(PATIENT);
    if (colourWords.rank === 0) await this.feverClinicVisit();
    await this.operations.drain();
  }

  /** 欧阳美玲 was at a fever clinic two days before the demo world was made, or made again after she had turned green, and bought a drug on the way home. */
  private async feverClinicVisit(): Promise<void> {
    const day = addDays(localDate(this.clock.now()), -2);
    await this.handIn(outpatientRecords, [PATIENT, `DEMO-${day}`, '发热门诊', day]);
    await this.handIn(
      drugPurchases,
      [PATIENT, `DEMO-${day}-1`, '布洛芬缓释胶囊', day],
      [GREEN, `DEMO-${day}-2`, '维生素C片', day],
    );
  }

  private async handIn(feed: Feed, ...rows: readonly [string, string, string, LocalDate][]): Promise<void> {
    const lines = [
      columnsOf(feed)
        .map(({ name }) => name)
        .join(','),
    ];
    for (const [person, reference, what, day] of rows) {
      const { document } = (await this.residents.find(person))!;
      lines.push([reference, '1', document.type, document.normalised, '', what, day, '0'].join(','));
    }
    const content = Readable.from([Buffer.from(`${lines.join('\n')}\n`)]);
    await this.commands.execute(new ReceiveFile(OPERATOR, feed.key, { name: `demo-${feed.key}.csv`, content }));
  }
}
