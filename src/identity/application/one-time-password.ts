import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { StaffDirectory } from '../../organization/contracts/directories.js';
import { covers, type Scope } from '../../platform/authorization/scope.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Transactions, type Tx } from '../../platform/persistence/transactions.js';
import { accountDisabled, noSuchAccount, notReady } from '../domain/errors.js';
import { type AccountRow, Accounts, type OpenedAs } from './accounts.js';
import { PasswordHashing } from './password-hashing.js';
import { Sessions } from './sessions.js';

const VALID_HOURS = 72;
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
    private readonly clock: Clock,
  ) {}

  /** @throws ACCOUNT.NOT_READY for a moment after it was added or enabled, ACCOUNT.DISABLED, ACCOUNT.NOT_FOUND when it is not one of theirs */
  async require(id: string, staff: Scope): Promise<AccountRow> {
    const own = (account: OpenedAs) => covers(staff, account);
    const openedAs = await this.accounts.openedAs(id);
    const account = await this.accounts.byId(id);
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

  async setOneTimePassword(tx: Tx, id: string, passwordHash: string): Promise<void> {
    await this.accounts.setPassword(
      tx,
      id,
      passwordHash,
      new Date(this.clock.now().getTime() + VALID_HOURS * 3_600_000),
    );
  }
}

@CommandHandler(IssueOneTimePassword)
export class IssueOneTimePasswordHandler implements ICommandHandler<IssueOneTimePassword> {
  constructor(
    private readonly transactions: Transactions,
    private readonly staff: OwnStaff,
    private readonly passwords: PasswordHashing,
    private readonly sessions: Sessions,
  ) {}

  async execute({ accountId, staff }: IssueOneTimePassword): Promise<{ oneTimePassword: string }> {
    const account = await this.staff.require(accountId, staff);
    const oneTimePassword = readable();
    const passwordHash = await this.passwords.hash(oneTimePassword, account);
    await this.transactions.run(async (tx) => {
      await this.staff.setOneTimePassword(tx, accountId, passwordHash);
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
