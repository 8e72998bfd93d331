import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Principal } from '../../platform/authorization/principal.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { Accounts } from '../domain/account.js';
import { noSuchCapacity } from '../domain/errors.js';
import { Sessions } from './sessions.js';
import { SessionViews } from './session-view.js';

/** One person signs in once and chooses in which capacity to act. */
export class ChooseCapacity extends Command<void> {
  constructor(
    readonly principal: Principal,
    readonly capacityId: string,
  ) {
    super();
  }
}

@CommandHandler(ChooseCapacity)
export class ChooseCapacityHandler implements ICommandHandler<ChooseCapacity> {
  constructor(
    private readonly transactions: Transactions,
    private readonly sessions: Sessions,
    private readonly accounts: Accounts,
    private readonly views: SessionViews,
  ) {}

  async execute({ principal, capacityId }: ChooseCapacity): Promise<void> {
    const account = await this.accounts.find(principal.accountId);
    const own = account ? await this.views.capacitiesOf(account) : [];
    if (!own.some(({ id }) => id === capacityId)) throw noSuchCapacity();
    await this.transactions.run((tx) => this.sessions.choose(tx, principal.sessionId, capacityId));
  }
}

export class SignOut extends Command<void> {
  constructor(readonly principal: Principal) {
    super();
  }
}

@CommandHandler(SignOut)
export class SignOutHandler implements ICommandHandler<SignOut> {
  constructor(
    private readonly transactions: Transactions,
    private readonly sessions: Sessions,
  ) {}

  execute({ principal }: SignOut): Promise<void> {
    return this.transactions.run((tx) => this.sessions.revoke(tx, principal.sessionId));
  }
}
