import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ResidentDirectory } from '../../../identity/contracts/resident-directory.js';
import { AreaLookup } from '../../../organization/contracts/area-lookup.js';
import { Transactions } from '../../../platform/persistence/transactions.js';
import { levelTooLow, unknownArea } from '../../domain/errors.js';
import { type InitialPosition, NewCodes } from './new-codes.js';

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

@CommandHandler(ClaimCode)
export class ClaimCodeHandler implements ICommandHandler<ClaimCode> {
  constructor(
    private readonly transactions: Transactions,
    private readonly residents: ResidentDirectory,
    private readonly areas: AreaLookup,
    private readonly codes: NewCodes,
  ) {}

  async execute({ id, residentId, position }: ClaimCode): Promise<void> {
    const resident = await this.residents.find(residentId);
    if (!resident || resident.level < 4) throw levelTooLow();
    const area = this.areas.find(position.areaKey);
    if (!area || area.kind === 'province' || area.kind === 'city') throw unknownArea();
    await this.transactions.run((tx) => this.codes.make(tx, id, resident, position));
  }
}
