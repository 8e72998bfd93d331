import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { Clock } from '../../platform/kernel/clock.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import { localDate } from '../../platform/kernel/shanghai.js';
import { Database } from '../../platform/persistence/database.js';
import { Transactions, type Tx } from '../../platform/persistence/transactions.js';
import { documentKey, type IdentityDocument } from '../contracts/document.js';
import { recoveryMismatch, smsWrong } from '../domain/errors.js';
import type { KnownPerson } from '../domain/password-rules.js';
import { type AccountRow, Accounts } from './accounts.js';
import { Guesses } from './guesses.js';
import { readGivenDocument } from './given-document.js';
import { NewPasswords } from './new-passwords.js';
import { PasswordHashing } from './password-hashing.js';
import type { Registration } from './register.js';
import { Sessions } from './sessions.js';
import { SessionOpening } from './sign-in.js';
import { SmsCodes } from './sms-codes.js';

export type Recovery = Pick<Registration, 'mobile' | 'document' | 'password'>;

/** Whose account it is, told by mobile and document together. */
@Injectable()
export class LostAccounts {
  constructor(
    private readonly accounts: Accounts,
    private readonly database: Database,
    private readonly hash: KeyedHash,
    private readonly guesses: Guesses,
    private readonly clock: Clock,
  ) {}

  /** @throws DOCUMENT.* */
  read({ document }: Recovery): IdentityDocument {
    return readGivenDocument(document, localDate(this.clock.now()));
  }

  /**
   * One code may be tried with several documents: whoever asks for code after code waits longer after each, as at sign-in.
   * @throws RECOVERY.MISMATCH when the two do not belong together, or to nobody here
   */
  async find(mobile: Mobile, document: IdentityDocument): Promise<AccountRow> {
    const account = await this.guesses.count({ target: `recovery:${mobile}`, alone: true }, () =>
      this.match(mobile, document),
    );
    if (!account) throw recoveryMismatch();
    return account;
  }

  private async match(mobile: Mobile, document: IdentityDocument): Promise<AccountRow | undefined> {
    const [account] = await this.accounts.byLogin('personal', mobile);
    if (!account?.resident_id) return undefined;
    const hashes = this.hash.candidates(documentKey(document), 'document');
    const { rows } = await sql`
      SELECT 1 FROM identity.resident WHERE id = ${account.resident_id} AND document_hash = ANY(${hashes}::bytea[])
    `.execute(this.database.read());
    return rows.length > 0 ? account : undefined;
  }
}

@Injectable()
export class RecoveredAccess {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly opening: SessionOpening,
  ) {}

  personOf(account: AccountRow): Promise<KnownPerson> {
    return this.accounts.personOf(account);
  }

  /** With another password and no session of before. */
  async begin(tx: Tx, account: AccountRow, passwordHash: string): Promise<{ token: string }> {
    await this.accounts.setPassword(tx, account.id, passwordHash);
    await this.sessions.revokeAllOf(tx, account.id);
    return this.opening.open(tx, { ...account, must_change_password: false });
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
    private readonly lost: LostAccounts,
    private readonly access: RecoveredAccess,
    private readonly newPasswords: NewPasswords,
    private readonly passwords: PasswordHashing,
    private readonly smsCodes: SmsCodes,
  ) {}

  async execute({ recovery, smsCode, browser }: RecoverPassword): Promise<{ token: string }> {
    const document = this.lost.read(recovery);
    await this.newPasswords.accept(recovery.password, { mobile: recovery.mobile });
    const codeId = await this.smsCodes.require({ mobile: recovery.mobile, code: smsCode, purpose: 'recover', browser });
    // Nobody is looked for before: only who holds the mobile learns, by answer or by time, whether there is such an account.
    const account = await this.lost.find(recovery.mobile, document);
    await this.newPasswords.accept(recovery.password, await this.access.personOf(account));
    const passwordHash = await this.passwords.hash(recovery.password, account);
    return this.transactions.run(async (tx) => {
      if (!(await this.smsCodes.spend(tx, codeId))) throw smsWrong();
      return this.access.begin(tx, account, passwordHash);
    });
  }
}
