import { Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ResidentDirectory, type ResidentFacts } from '../../../identity/contracts/resident-directory.js';
import { AreaLookup } from '../../../organization/contracts/area-lookup.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { DomainError } from '../../../platform/kernel/domain-error.js';
import { Transactions } from '../../../platform/persistence/transactions.js';
import { levelTooLow, unknownArea } from '../../domain/errors.js';
import { HealthCode, HealthCodes, type InitialPosition } from '../../domain/health-code.js';
import { Subjects } from '../evidence/subjects.js';
import { Judgement } from '../verdict/judgement.js';
import { DigitsSecrets } from './digits-secrets.js';

/** 一键申领: no form. Only L4; once per person, however often it is asked. */
export class ClaimCode extends Command<void> {
  constructor(
    readonly id: string,
    readonly residentId: string,
    readonly position: InitialPosition,
  ) {
    super();
  }
}

/** Who may claim: somebody whose face was compared with their document, and who says in which county they are. */
@Injectable()
export class Claimants {
  constructor(
    private readonly residents: ResidentDirectory,
    private readonly areas: AreaLookup,
  ) {}

  /** @throws CODE.LEVEL_TOO_LOW, CODE.UNKNOWN_AREA */
  async admit({ residentId, position }: ClaimCode): Promise<ResidentFacts> {
    const resident = await this.residents.find(residentId);
    if (!resident || resident.level < 4) throw levelTooLow();
    const area = this.areas.find(position.areaKey);
    if (!area || area.kind === 'province' || area.kind === 'city') throw unknownArea();
    return resident;
  }
}

/** Of a billion serials tens of millions are taken: the second draw is rare, and the fifth a broken random source. */
const MOST_DRAWS = 5;

@CommandHandler(ClaimCode)
export class ClaimCodeHandler implements ICommandHandler<ClaimCode> {
  constructor(
    private readonly transactions: Transactions,
    private readonly claimants: Claimants,
    private readonly codes: HealthCodes,
    private readonly digits: DigitsSecrets,
    private readonly subjects: Subjects,
    private readonly judgement: Judgement,
    private readonly clock: Clock,
  ) {}

  async execute(claim: ClaimCode): Promise<void> {
    const resident = await this.claimants.admit(claim);
    for (let draw = 1; !(await this.codes.ofResident(claim.residentId)); draw++) {
      try {
        await this.make(claim, resident);
      } catch (error) {
        const taken = error instanceof DomainError && error.code === 'CODE.ID_TAKEN';
        if (!taken || draw === MOST_DRAWS) throw error;
      }
    }
  }

  /** What was known of the person before they had a code counts at once. */
  private async make({ id, position }: ClaimCode, resident: ResidentFacts): Promise<void> {
    const { residentId, maskedName, documentEnds, birthDate } = resident;
    await this.transactions.run(async (tx) => {
      const subjectId = await this.subjects.one(tx, resident.document);
      const birthYear = birthDate ? Number(birthDate.slice(0, 4)) : undefined;
      const holder = { residentId, subjectId, maskedName, documentEnds, birthYear };
      await this.codes.add(HealthCode.claim(id, holder, this.digits.draw(), position, this.clock.now()));
      await this.judgement.judge(tx, [subjectId]);
    });
  }
}
