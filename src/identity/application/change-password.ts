import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Principal } from '../../platform/authorization/principal.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { Accounts } from '../domain/account.js';
import { currentPasswordWrong, passwordWeak } from '../domain/errors.js';
import { Guesses } from './guesses.js';
import { NewPasswords } from './new-passwords.js';
import { PasswordHashing } from './password-hashing.js';
import { Sessions } from './sessions.js';

/** Also what a one-time password ends with; every other session of the account is over. */
export class ChangePassword extends Command<void> {
  constructor(
    readonly principal: Principal,
    readonly current: string,
    readonly next: string,
  ) {
    super();
  }
}

@CommandHandler(ChangePassword)
export class ChangePasswordHandler implements ICommandHandler<ChangePassword> {
  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: Accounts,
    private readonly newPasswords: NewPasswords,
    private readonly passwords: PasswordHashing,
    private readonly sessions: Sessions,
    private readonly guesses: Guesses,
  ) {}

  async execute({ principal, current, next }: ChangePassword): Promise<void> {
    const account = (await this.accounts.find(principal.accountId))!;
    const right = await this.guesses.count(
      { target: `password-change:${account.id}`, alone: true },
      async () => (await this.passwords.matches(account, current)) || undefined,
    );
    if (!right) throw currentPasswordWrong();
    if (next === current) throw passwordWeak();
    const accepted = await this.newPasswords.acceptFor(account, next);
    const passwordHash = await this.newPasswords.hash(accepted, account);
    await this.transactions.run(async (tx) => {
      const held = (await this.accounts.hold(account.id))!;
      if (held.passwordHash !== account.passwordHash) throw currentPasswordWrong();
      held.choosePassword(passwordHash);
      await this.sessions.revokeAllOf(tx, account.id, principal.sessionId);
    });
  }
}
