import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createHash, timingSafeEqual } from 'node:crypto';
import { Clock } from '../../platform/kernel/clock.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { activationWrong } from '../domain/errors.js';
import { type AccountRow, Accounts } from './accounts.js';
import { Guesses } from './guesses.js';
import { NewPasswords } from './new-passwords.js';
import { PasswordHashing } from './password-hashing.js';

/** A one-time activation instead of a password handed out: whoever holds the code chooses the password. */
export class Activate extends Command<void> {
  constructor(
    readonly login: string,
    readonly code: string,
    readonly password: string,
    readonly address: string,
  ) {
    super();
  }
}

@CommandHandler(Activate)
export class ActivateHandler implements ICommandHandler<Activate> {
  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: Accounts,
    private readonly newPasswords: NewPasswords,
    private readonly passwords: PasswordHashing,
    private readonly guesses: Guesses,
    private readonly clock: Clock,
  ) {}

  async execute({ login, code, password, address }: Activate): Promise<void> {
    const candidates = await this.accounts.byLogin('organization', login);
    const account = await this.guesses.count(
      { target: `activation:${login}`, alone: candidates.length < 2, address },
      async () => candidates.find((it) => this.holds(it, code)),
    );
    if (!account) throw activationWrong();
    await this.newPasswords.accept(password, await this.accounts.personOf(account));
    const passwordHash = await this.passwords.hash(password, account);
    await this.transactions.run((tx) => this.accounts.setPassword(tx, account.id, passwordHash));
  }

  private holds({ activation_hash: hash, activation_expires_at: until }: AccountRow, code: string): boolean {
    if (!hash || !until || new Date(until) < this.clock.now()) return false;
    return timingSafeEqual(hash, activationDigest(code));
  }
}

export function activationDigest(code: string): Buffer {
  return createHash('sha256').update(code.trim().toLowerCase()).digest();
}
