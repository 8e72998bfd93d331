import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/kernel/clock.js';
import { Transactions, type Tx } from '../../platform/persistence/transactions.js';
import { type Account, Accounts, type Door } from '../domain/account.js';
import { signInFailed } from '../domain/errors.js';
import { Guesses } from './guesses.js';
import { isOutdated, PasswordHashing } from './password-hashing.js';
import { Sessions } from './sessions.js';

/** Whom a password opened, as it was then. */
export interface Proven {
  readonly accountId: string;
  readonly passwordHash: string | undefined;
}

/** Which of the accounts the password opens. An unknown login costs as much as a wrong password, one in several units as much as one in one. */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: Accounts,
    private readonly passwords: PasswordHashing,
    private readonly clock: Clock,
  ) {}

  async whose(candidates: readonly Account[], password: string): Promise<Proven | undefined> {
    const right = await this.passwords.matching(candidates, password);
    const found = right.find((account) => account.hasLivePassword(this.clock.now()));
    if (!found) return undefined;
    return isOutdated(found)
      ? this.rehashed(found, password)
      : { accountId: found.id, passwordHash: found.passwordHash };
  }

  private async rehashed(account: Account, password: string): Promise<Proven> {
    const passwordHash = await this.passwords.hash(password, account);
    await this.transactions.run(async () => {
      (await this.accounts.hold(account.id))?.rehashPassword(account.passwordHash, passwordHash);
    });
    return { accountId: account.id, passwordHash };
  }
}

/** The session that a proven password, an SMS or a document opens: in the first of the account's own capacities. */
@Injectable()
export class SessionOpening {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  /** @throws SIGN_IN.FAILED when the password was replaced meanwhile, or a one-time password opened its session already */
  async signIn(tx: Tx, { accountId, passwordHash }: Proven): Promise<{ token: string }> {
    const account = await this.accounts.hold(accountId);
    if (!account) throw signInFailed();
    account.signIn(passwordHash, this.clock.now());
    return this.open(tx, account);
  }

  /** After a lost password: whoever had a session before has none. */
  async openAnew(tx: Tx, account: Account): Promise<{ token: string }> {
    await this.sessions.revokeAllOf(tx, account.id);
    return this.open(tx, account);
  }

  async open(tx: Tx, { id, capacities: [capacity] }: Account): Promise<{ token: string }> {
    if (!capacity) throw signInFailed();
    return { token: await this.sessions.open(tx, id, capacity.id) };
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
    const proven = await this.guesses.count(guess, () => this.proof.whose(candidates, password));
    if (!proven) throw signInFailed();
    return this.transactions.run((tx) => this.opening.signIn(tx, proven));
  }
}
