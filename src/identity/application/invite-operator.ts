import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../platform/kernel/clock.js';
import { newId } from '../../platform/kernel/ids.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { Account, Accounts } from '../domain/account.js';
import type { IdentityTables } from '../tables.js';
import { AccountSeal } from './account-seal.js';
import { activationDigest } from './activate.js';
import { readable } from './one-time-password.js';

const OPERATOR = 'platform-operator';

/** Whoever runs the system makes its first operator; nobody has a default password. Answers with the code that activates the account, or with nothing when there is an operator already. */
export class InviteOperator extends Command<{ activationCode: string } | undefined> {
  constructor(
    readonly mobile: Mobile,
    readonly name: string,
    /** One more, beside those that there are. */
    readonly another = false,
  ) {
    super();
  }
}

@CommandHandler(InviteOperator)
export class InviteOperatorHandler implements ICommandHandler<InviteOperator> {
  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: Accounts,
    private readonly seal: AccountSeal,
    private readonly clock: Clock,
  ) {}

  async execute({ mobile, name, another }: InviteOperator): Promise<{ activationCode: string } | undefined> {
    const [activationCode, id, now] = [readable(), newId(), this.clock.now()];
    const account = Account.ofStaff({ id, ...this.seal.seal(mobile, name), capacity: { id, role: OPERATOR } }, now);
    account.inviteToActivate(activationDigest(activationCode), now);
    const added = await this.transactions.run(async (tx) => {
      const operator = await tx
        .db<IdentityTables>()
        .selectFrom('identity.capacity as capacity')
        .innerJoin('identity.account as account', 'account.id', 'capacity.account_id')
        .where('capacity.role', '=', OPERATOR)
        .where('account.enabled', '=', true)
        .select('account.id')
        .limit(1)
        .executeTakeFirst();
      return (another || !operator) && this.accounts.add(account);
    });
    return added ? { activationCode } : undefined;
  }
}
