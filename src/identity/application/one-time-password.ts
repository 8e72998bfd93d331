import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { StaffDirectory } from '../../organization/contracts/directories.js';
import { covers, type Scope } from '../../platform/authorization/scope.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { type Account, Accounts, type StaffCapacity } from '../domain/account.js';
import { accountDisabled, noSuchAccount, notReady } from '../domain/errors.js';
import { PasswordHashing } from './password-hashing.js';
import { Sessions } from './sessions.js';
import { StaffAccounts } from './staff-accounts.js';

/** Without 0/O, 1/l/I: it is read out and typed once. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Replaces the guide's fixed default password: shown once to the unit's administrator, changed at first login. */
export class IssueOneTimePassword extends Command<{ oneTimePassword: string }> {
  constructor(
    readonly accountId: string,
    readonly staff: Scope,
  ) {
    super();
  }
}

/** The sub-accounts that a unit's administrator answers for; administrators are nobody's, not even their own. */
@Injectable()
export class OwnStaff {
  constructor(
    private readonly accounts: Accounts,
    private readonly directory: StaffDirectory,
    private readonly opened: StaffAccounts,
  ) {}

  /** @throws ACCOUNT.NOT_READY for a moment after it was added or enabled, ACCOUNT.DISABLED, ACCOUNT.NOT_FOUND when it is not one of theirs */
  async require(id: string, staff: Scope): Promise<Account> {
    const own = (as: StaffCapacity) => covers(staff, as);
    const account = await this.accounts.find(id);
    const openedAs = account && (await this.opened.openedAs(account));
    const active = await this.directory.subAccount(id);
    if (account && openedAs && own(openedAs)) {
      if (!active) throw accountDisabled();
      if (account.enabled) return account;
      throw notReady();
    }
    throw !account && active && own({ role: 'scanner', organizationId: active.organizationId })
      ? notReady()
      : noSuchAccount();
  }
}

@CommandHandler(IssueOneTimePassword)
export class IssueOneTimePasswordHandler implements ICommandHandler<IssueOneTimePassword> {
  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: Accounts,
    private readonly staff: OwnStaff,
    private readonly passwords: PasswordHashing,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  async execute({ accountId, staff }: IssueOneTimePassword): Promise<{ oneTimePassword: string }> {
    const account = await this.staff.require(accountId, staff);
    const oneTimePassword = readable();
    const passwordHash = await this.passwords.hash(oneTimePassword, account);
    await this.transactions.run(async (tx) => {
      (await this.accounts.hold(accountId))!.handOutPassword(passwordHash, this.clock.now());
      await this.sessions.revokeAllOf(tx, accountId);
    });
    return { oneTimePassword };
  }
}

/** 16 characters in groups of four: 79 bits. */
export function readable(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
