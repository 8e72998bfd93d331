import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createHash, timingSafeEqual } from 'node:crypto';
import { Clock } from '../../platform/kernel/clock.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { type Account, Accounts } from '../domain/account.js';
import { activationWrong } from '../domain/errors.js';
import { Guesses } from './guesses.js';
import { NewPasswords } from './new-passwords.js';

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
    private readonly guesses: Guesses,
    private readonly clock: Clock,
  ) {}

  async execute({ login, code, password, address }: Activate): Promise<void> {
    const candidates = await this.accounts.byLogin('organization', login);
    const account = await this.guesses.count(
      { target: `activation:${login}`, alone: candidates.length < 2, address },
      async () => candidates.find((it) => this.isActivatedBy(it, code)),
    );
    if (!account) throw activationWrong();
    const accepted = await this.newPasswords.acceptFor(account, password);
    const passwordHash = await this.newPasswords.hash(accepted, account);
    await this.transactions.run(async () => {
      const held = await this.accounts.hold(account.id);
      if (!held || !this.isActivatedBy(held, code)) throw activationWrong();
      held.choosePassword(passwordHash);
    });
  }

  private isActivatedBy(account: Account, code: string): boolean {
    const right = account.activationAt(this.clock.now());
    return right !== undefined && timingSafeEqual(right, activationDigest(code));
  }
}

export function activationDigest(code: string): Buffer {
  return createHash('sha256').update(code.trim().toLowerCase()).digest();
}
