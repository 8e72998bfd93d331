import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Database } from '../../platform/persistence/database.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { signInBlocked, signInFailed } from '../domain/errors.js';
import { delayAfter } from '../domain/lockout.js';
import { type AccountRow, Accounts, type Door } from './accounts.js';
import { PasswordHashing } from './password-hashing.js';
import { Sessions } from './sessions.js';
import { SessionViews } from './session-view.js';

/** Which of the accounts the password opens. An unknown login costs as much as a wrong password. */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly passwords: PasswordHashing,
    private readonly clock: Clock,
  ) {}

  async whose(candidates: readonly AccountRow[], password: string): Promise<AccountRow | undefined> {
    let found: AccountRow | undefined;
    for (const account of candidates.length > 0 ? candidates : [undefined]) {
      const right = await this.passwords.matches(account?.password_hash, password);
      if (right && account && !this.expired(account)) found ??= account;
    }
    return found;
  }

  private expired(account: AccountRow): boolean {
    return account.password_expires_at !== null && new Date(account.password_expires_at) < this.clock.now();
  }
}

@Injectable()
export class SessionOpening {
  constructor(
    private readonly sessions: Sessions,
    private readonly views: SessionViews,
  ) {}

  async open(tx: Parameters<Sessions['open']>[0], accountId: string): Promise<{ token: string }> {
    const [capacity] = await this.views.capacitiesOf(accountId);
    if (!capacity) throw signInFailed();
    return { token: await this.sessions.open(tx, accountId, capacity.id) };
  }
}

/** Failures per login as typed: the delay grows, and is the same for logins that nobody has. */
@Injectable()
export class SignInFailures {
  constructor(
    private readonly database: Database,
    private readonly hash: KeyedHash,
    private readonly clock: Clock,
  ) {}

  async mayTry(login: string): Promise<void> {
    const { rows } = await sql<{ blocked_until: Date }>`
      SELECT blocked_until FROM identity.sign_in_failure WHERE login_hash = ${this.hash.of(login, 'login')} AND blocked_until > ${this.clock.now()}
    `.execute(this.database.read());
    if (!rows[0]) return;
    throw signInBlocked({ retryAfterSeconds: Math.ceil((new Date(rows[0].blocked_until).getTime() - this.clock.now().getTime()) / 1000) });
  }

  async count(login: string): Promise<void> {
    const loginHash = this.hash.of(login, 'login');
    const { rows } = await sql<{ failures: number }>`
      INSERT INTO identity.sign_in_failure AS f (login_hash, failures, blocked_until) VALUES (${loginHash}, 1, ${this.clock.now()})
      ON CONFLICT (login_hash) DO UPDATE SET failures = f.failures + 1 RETURNING failures
    `.execute(this.database.read());
    const until = new Date(this.clock.now().getTime() + delayAfter(rows[0]!.failures) * 1000);
    await sql`UPDATE identity.sign_in_failure SET blocked_until = ${until} WHERE login_hash = ${loginHash}`.execute(this.database.read());
  }

  async forget(login: string): Promise<void> {
    await sql`DELETE FROM identity.sign_in_failure WHERE login_hash = ${this.hash.of(login, 'login')}`.execute(this.database.read());
  }
}

export class SignIn extends Command<{ token: string }> {
  constructor(
    readonly door: Door,
    readonly login: string,
    readonly password: string,
  ) {
    super();
  }
}

@CommandHandler(SignIn)
export class SignInHandler implements ICommandHandler<SignIn> {
  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: Accounts,
    private readonly failures: SignInFailures,
    private readonly proof: PasswordProof,
    private readonly views: SessionOpening,
  ) {}

  async execute({ door, login, password }: SignIn): Promise<{ token: string }> {
    await this.failures.mayTry(login);
    const candidates = await this.accounts.byLogin(door, login);
    const account = await this.proof.whose(candidates, password);
    if (!account) {
      await this.failures.count(login);
      throw signInFailed();
    }
    await this.failures.forget(login);
    return this.transactions.run((tx) => this.views.open(tx, account.id));
  }
}

