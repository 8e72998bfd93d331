import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Transactions } from '../../../platform/persistence/transactions.js';
import { HealthCodes } from '../../domain/health-code.js';
import { CredentialDesk, type IssuedCredential } from './credential-desk.js';

/** At any opening after a quarter of a credential's life, or when the colour turned. */
export class RenewCredential extends Command<IssuedCredential> {
  constructor(
    readonly residentId: string,
    readonly deviceId: string,
  ) {
    super();
  }
}

@CommandHandler(RenewCredential)
export class RenewCredentialHandler implements ICommandHandler<RenewCredential> {
  constructor(
    private readonly transactions: Transactions,
    private readonly codes: HealthCodes,
    private readonly desk: CredentialDesk,
  ) {}

  execute({ residentId, deviceId }: RenewCredential): Promise<IssuedCredential> {
    return this.transactions.run(async (tx) => this.desk.issue(tx, await this.codes.own(residentId), deviceId));
  }
}
