import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import { type AppAbility, theSubject } from '../../platform/authorization/ability.js';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { maskMobile } from '../../platform/crypto/masking.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { duplicateSubAccount, noSuchSubAccount } from '../domain/errors.js';
import { type SealedContact, SubAccount, SubAccounts } from '../domain/sub-account.js';
import { ScanPermissionCache } from '../domain/scan-permission-cache.js';

export class AddSubAccount extends Command<SubAccount> {
  constructor(
    readonly id: string,
    readonly organizationId: string,
    readonly mobile: string,
    readonly name: string,
  ) {
    super();
  }
}

/** Encrypts what a unit tells of its scanners. */
@Injectable()
export class ContactSeal {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly hash: KeyedHash,
  ) {}

  seal(mobile: string, name: string): SealedContact {
    return {
      name: this.cipher.encrypt(name, 'name'),
      mobile: this.cipher.encrypt(mobile, 'mobile'),
      mobileHash: this.hash.of(mobile, 'mobile'),
      maskedMobile: maskMobile(mobile),
    };
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
  async execute({ id, organizationId, mobile, name }: AddSubAccount): Promise<SubAccount> {
    const repeated = await this.repeated(id, organizationId);
    if (repeated) return repeated;
    const account = SubAccount.add(id, organizationId, this.contacts.seal(mobile, name), this.clock.now());
    try {
      await this.transactions.run(async (tx) => {
        await this.subAccounts.add(account);
        await this.outbox.appendFrom(tx, account);
      });
    } catch (error) {
      if ((error as Error).name !== 'UniqueConstraintViolationException') throw error;
      const meanwhile = await this.repeated(id, organizationId);
      if (!meanwhile) throw duplicateSubAccount();
      return meanwhile;
    }
    return account;
  }

  /** The same request sent twice, also at the same moment. */
  private async repeated(id: string, organizationId: string): Promise<SubAccount | undefined> {
    const found = await this.subAccounts.find(id);
    if (found && found.organizationId !== organizationId) throw noSuchSubAccount();
    return found;
  }
}

export class DisableOrEnableSubAccount extends Command<void> {
  constructor(
    readonly id: string,
    readonly action: 'disable' | 'enable',
    readonly ability: AppAbility,
  ) {
    super();
  }
}

@CommandHandler(DisableOrEnableSubAccount)
export class DisableOrEnableSubAccountHandler implements ICommandHandler<DisableOrEnableSubAccount> {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly subAccounts: SubAccounts,
    private readonly permissions: ScanPermissionCache,
    private readonly clock: Clock,
  ) {}

  async execute({ id, action, ability }: DisableOrEnableSubAccount): Promise<void> {
    await this.transactions.run(async (tx) => {
      const account = await this.subAccounts.find(id);
      if (!account || !ability.can('manage', theSubject('SubAccount', { organizationId: account.organizationId }))) throw noSuchSubAccount();
      if (action === 'disable') account.disable(this.clock.now());
      else account.enable(this.clock.now());
      await this.outbox.appendFrom(tx, account);
      tx.afterCommit(() => this.permissions.forget(id));
    });
  }
}
