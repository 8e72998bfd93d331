import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import type { Mobile } from '../../platform/kernel/mobile.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import type { IdentityDocument } from '../contracts/document.js';
import { type Account, Accounts } from '../domain/account.js';
import { recoveryMismatch, smsWrong } from '../domain/errors.js';
import { Guesses } from './guesses.js';
import { NewPasswords } from './new-passwords.js';
import { Proofing } from './proofing.js';
import { type Registration, Residents } from './residents.js';
import { SessionOpening } from './sign-in.js';
import { SmsCodes } from './sms-codes.js';

export type Recovery = Pick<Registration, 'mobile' | 'document' | 'password'>;

/** Whose account it is, told by mobile and document together. */
@Injectable()
export class LostAccounts {
  constructor(
    private readonly accounts: Accounts,
    private readonly residents: Residents,
    private readonly guesses: Guesses,
  ) {}

  /**
   * One code may be tried with several documents: whoever asks for code after code waits longer after each, as at sign-in.
   * @throws RECOVERY.MISMATCH when the two do not belong together, or to nobody here
   */
  async find(mobile: Mobile, document: IdentityDocument): Promise<Account> {
    const guess = { target: `recovery:${mobile}`, alone: true };
    const account = await this.guesses.count(guess, () => this.match(mobile, document));
    if (!account) throw recoveryMismatch();
    return account;
  }

  private async match(mobile: Mobile, document: IdentityDocument): Promise<Account | undefined> {
    const [account] = await this.accounts.byLogin('personal', mobile);
    return account && (await this.residents.isHolder(account, document)) ? account : undefined;
  }
}

/** 找回密码 of a personal user: SMS to the registered mobile and the document; every session before is over. Staff ask their administrator. */
export class RecoverPassword extends Command<{ token: string }> {
  constructor(
    readonly recovery: Recovery,
    readonly smsCode: string,
    readonly browser: string | undefined,
  ) {
    super();
  }
}

@CommandHandler(RecoverPassword)
export class RecoverPasswordHandler implements ICommandHandler<RecoverPassword> {
  constructor(
    private readonly transactions: Transactions,
    private readonly proofing: Proofing,
    private readonly newPasswords: NewPasswords,
    private readonly smsCodes: SmsCodes,
    private readonly lost: LostAccounts,
    private readonly accounts: Accounts,
    private readonly opening: SessionOpening,
  ) {}

  async execute({ recovery, smsCode: code, browser }: RecoverPassword): Promise<{ token: string }> {
    const { mobile, password } = recovery;
    const document = this.proofing.read(recovery.document);
    await this.newPasswords.accept(password, { mobile });
    const codeId = await this.smsCodes.require({ mobile, code, purpose: 'recover', browser });
    // Nobody is looked for before: only who holds the mobile learns, by answer or by time, whether there is such an account.
    const account = await this.lost.find(mobile, document);
    const accepted = await this.newPasswords.acceptFor(account, password);
    const passwordHash = await this.newPasswords.hash(accepted, account);
    return this.transactions.run(async (tx) => {
      if (!(await this.smsCodes.spend(tx, codeId))) throw smsWrong();
      const held = (await this.accounts.hold(account.id))!;
      held.choosePassword(passwordHash);
      return this.opening.openAnew(tx, held);
    });
  }
}
