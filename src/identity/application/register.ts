import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/persistence/transactions.js';
import type { IdentityDocument } from '../contracts/document.js';
import { smsWrong } from '../domain/errors.js';
import type { CodeProof } from '../domain/sms-code.js';
import { Guesses } from './guesses.js';
import { NewPasswords } from './new-passwords.js';
import { Proofing } from './proofing.js';
import { type Registration, Residents } from './residents.js';
import { PasswordProof, SessionOpening } from './sign-in.js';
import { SmsCodes } from './sms-codes.js';

export interface Client {
  readonly address: string;
  /** What it says of itself (`AskingBrowser`). */
  readonly browser: string | undefined;
}

interface Repeated {
  readonly registration: Registration;
  readonly document: IdentityDocument;
  /** What the code said this time. */
  readonly proof: CodeProof;
  /** Of the client. */
  readonly address: string;
}

/**
 * An answer that was lost on its way: the same registration, sent once more with its own code, document and password, is the same account
 * for as long as its code says so. Guesses are counted by the id that was sent, whether or not there is such a registration, and cost the same.
 */
@Injectable()
export class RepeatedRegistrations {
  constructor(
    private readonly transactions: Transactions,
    private readonly residents: Residents,
    private readonly guesses: Guesses,
    private readonly proof: PasswordProof,
    private readonly opening: SessionOpening,
  ) {}

  /** @throws SMS.CODE_WRONG when it is none */
  async answer({ registration, document, proof, address }: Repeated): Promise<{ token: string }> {
    const guess = { target: `registration:${registration.id}`, alone: true, address };
    const proven = await this.guesses.count(guess, async () => {
      const same = await this.residents.openedBy(registration, document);
      return this.proof.whose(proof === 'used-before' && same ? [same] : [], registration.password);
    });
    if (!proven) throw smsWrong();
    return this.transactions.run((tx) => this.opening.signIn(tx, proven));
  }
}

/** 个人注册: mobile by SMS (L2), then name and document (L3). */
export class Register extends Command<{ token: string }> {
  constructor(
    readonly registration: Registration,
    readonly smsCode: string,
    readonly from: Client,
  ) {
    super();
  }
}

@CommandHandler(Register)
export class RegisterHandler implements ICommandHandler<Register> {
  constructor(
    private readonly transactions: Transactions,
    private readonly smsCodes: SmsCodes,
    private readonly newPasswords: NewPasswords,
    private readonly proofing: Proofing,
    private readonly residents: Residents,
    private readonly repeated: RepeatedRegistrations,
    private readonly opening: SessionOpening,
  ) {}

  async execute({ registration, smsCode: code, from: { address, browser } }: Register): Promise<{ token: string }> {
    const { name, mobile, password } = registration;
    const document = this.proofing.read(registration.document);
    const accepted = await this.newPasswords.accept(password, { name, mobile });
    const proven = await this.smsCodes.prove({ mobile, code, purpose: 'register', browser });
    if (proven.proof !== 'right') return this.repeated.answer({ registration, document, proof: proven.proof, address });
    await this.proofing.requireName(name, document, mobile);
    const passwordHash = await this.newPasswords.hashFor(mobile, accepted);
    const opened = await this.transactions.run(async (tx) => {
      if (!(await this.smsCodes.spend(tx, proven.codeId))) return undefined;
      return this.opening.open(tx, await this.residents.open(tx, registration, document, passwordHash));
    });
    return opened ?? this.repeated.answer({ registration, document, proof: 'used-before', address });
  }
}
