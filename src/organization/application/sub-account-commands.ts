import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Scope } from '../../platform/authorization/scope.js';
import { Clock } from '../../platform/kernel/clock.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { addedOtherwise, duplicateSubAccount, noSuchSubAccount } from '../domain/errors.js';
import { SubAccount, SubAccounts } from '../domain/sub-account.js';
import { ContactSeal } from './contact-seal.js';
import { OwnSubAccount } from './own-sub-account.js';

export class AddSubAccount extends Command<SubAccount> {
  constructor(
    readonly id: string,
    readonly organizationId: string,
    readonly mobile: Mobile,
    readonly name: string,
  ) {
    super();
  }
}

@CommandHandler(AddSubAccount)
export class AddSubAccountHandler implements ICommandHandler<AddSubAccount> {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly subAccounts: SubAccounts,
    private readonly contacts: ContactSeal,
    private readonly clock: Clock,
  ) {}

  /** The client's id makes a repeated request harmless. */
  async execute(wish: AddSubAccount): Promise<SubAccount> {
    const { id, organizationId, mobile, name } = wish;
    const repeated = await this.repeated(wish);
    if (repeated) return repeated;
    const account = SubAccount.add(id, organizationId, this.contacts.seal(mobile, name), this.clock.now());
    try {
      await this.transactions.run(async (tx) => {
        await this.subAccounts.add(account);
        await this.outbox.appendFrom(tx, account);
      });
    } catch (error) {
      const meanwhile = await this.repeated(wish);
      if (meanwhile) return meanwhile;
      throw (error as Error).name === 'UniqueConstraintViolationException' ? duplicateSubAccount() : error;
    }
    return account;
  }

  /** The same request sent twice, also at the same moment. With another content it is not the same, and must not look as if it were done. */
  private async repeated({ id, organizationId, mobile, name }: AddSubAccount): Promise<SubAccount | undefined> {
    const found = await this.subAccounts.find(id);
    if (!found) return undefined;
    if (found.organizationId !== organizationId) throw noSuchSubAccount();
    if (!this.contacts.isMobile(found.mobileHash, mobile) || this.contacts.opened(found.name) !== name)
      throw addedOtherwise();
    return found;
  }
}

export class DisableOrEnableSubAccount extends Command<void> {
  constructor(
    readonly id: string,
    readonly action: 'disable' | 'enable',
    readonly manageable: Scope,
  ) {
    super();
  }
}

@CommandHandler(DisableOrEnableSubAccount)
export class DisableOrEnableSubAccountHandler implements ICommandHandler<DisableOrEnableSubAccount> {
  constructor(
    private readonly own: OwnSubAccount,
    private readonly clock: Clock,
  ) {}

  async execute({ id, action, manageable }: DisableOrEnableSubAccount): Promise<void> {
    const now = this.clock.now();
    await this.own.change(id, manageable, (account) =>
      action === 'disable' ? account.disable(now) : account.enable(now),
    );
  }
}
