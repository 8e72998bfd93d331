import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/kernel/clock.js';
import { Transactions, type Tx } from '../../platform/persistence/transactions.js';
import { signInFailed } from '../domain/errors.js';
import { type AccountRow, Accounts, type Door } from './accounts.js';
import { Guesses } from './guesses.js';
import { isOutdated, PasswordHashing } from './password-hashing.js';
import { Sessions } from './sessions.js';
import { SessionViews } from './session-view.js';

/** Which of the accounts the password opens. An unknown login costs as much as a wrong password, one in several units as much as one in one. */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: Accounts,
    private readonly passwords: PasswordHashing,
    private readonly clock: Clock,
  ) {}

  async whose(candidates: readonly AccountRow[], password: string): Promise<AccountRow | undefined> {
    const found = (await this.passwords.matching(candidates, password)).find((account) => !this.expired(account));
    return found && isOutdated(found) ? this.renewed(found, password) : found;
  }

  private async renewed(account: AccountRow, password: string): Promise<AccountRow> {
    const passwordHash = await this.passwords.hash(password, account);
    const renewed = await this.transactions.run((tx) => this.accounts.renewHash(tx, account, passwordHash));
    return renewed ? { ...account, password_hash: passwordHash } : account;
  }

  private expired(account: AccountRow): boolean {
    return account.password_expires_at !== null && new Date(account.password_expires_at) <= this.clock.now();
  }
}

@Injectable()
export class SessionOpening {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly views: SessionViews,
  ) {}

  async open(tx: Tx, account: AccountRow): Promise<{ token: string }> {
    if (account.must_change_password && !(await this.accounts.useOneTimePassword(tx, account))) throw signInFailed();
    const [capacity] = await this.views.capacitiesOf(account.id);
    if (!capacity) throw signInFailed();
    return { token: await this.sessions.open(tx, account.id, capacity.id) };
  }
}

export class SignIn extends Command<{ token: string }> {
  /**
   * @param known whether this browser bears the mark of an earlier sign-in
   * @param address of the client
   */
  constructor(
    readonly door: Door,
    readonly login: string,
    readonly password: string,
    readonly known: boolean,
    readonly address: string,
  ) {
    super();
  }
}

@CommandHandler(SignIn)
export class SignInHandler implements ICommandHandler<SignIn> {
  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: Accounts,
    private readonly guesses: Guesses,
    private readonly proof: PasswordProof,
    private readonly opening: SessionOpening,
  ) {}

  async execute({ door, login, password, known, address }: SignIn): Promise<{ token: string }> {
    const candidates = await this.accounts.byLogin(door, login);
    const alone = candidates.length < 2;
    const guess = known
      ? { target: `known-browser:${door}:${login}`, alone }
      : { target: `sign-in:${door}:${login}`, alone, address };
    const account = await this.guesses.count(guess, () => this.proof.whose(candidates, password));
    if (!account) throw signInFailed();
    return this.transactions.run((tx) => this.opening.open(tx, account));
  }
}
