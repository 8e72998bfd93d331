import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { maskDocument, maskName } from '../../platform/crypto/masking.js';
import { Clock } from '../../platform/kernel/clock.js';
import { newId } from '../../platform/kernel/ids.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import { localDate } from '../../platform/kernel/shanghai.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { Transactions, type Tx } from '../../platform/persistence/transactions.js';
import { documentKey, type IdentityDocument } from '../contracts/document.js';
import { ResidentVerifiedV1 } from '../contracts/events.js';
import { alreadyRegistered, nameMismatch, smsWrong } from '../domain/errors.js';
import { NameCheck } from '../domain/ports.js';
import { type CodeProof, REPEATABLE_MINUTES } from '../domain/sms-code.js';
import { type AccountRow, Accounts } from './accounts.js';
import { Guesses } from './guesses.js';
import { type GivenDocument, readGivenDocument } from './given-document.js';
import { NewPasswords } from './new-passwords.js';
import { PasswordHashing } from './password-hashing.js';
import { Sessions } from './sessions.js';
import { PasswordProof, SessionOpening } from './sign-in.js';
import { SmsCodes } from './sms-codes.js';

export interface Registration {
  readonly id: string;
  readonly name: string;
  readonly document: GivenDocument;
  readonly mobile: Mobile;
  readonly password: string;
}

/** Opens a resident with a personal account; the id is the resident's and the account's. */
@Injectable()
export class Residents {
  constructor(
    private readonly outbox: Outbox,
    private readonly accounts: Accounts,
    private readonly cipher: FieldCipher,
    private readonly hash: KeyedHash,
    private readonly clock: Clock,
  ) {}

  async open(
    tx: Tx,
    { id, name, mobile }: Registration,
    document: IdentityDocument,
    passwordHash: string,
  ): Promise<string> {
    const now = this.clock.now();
    const { rows } = await sql`
      INSERT INTO identity.resident (id, name, masked_name, document_type, document, document_hash, document_ends, birth_date, sex, level, created_at)
      VALUES (${id}, ${this.cipher.encrypt(name, 'name')}, ${maskName(name)}, ${document.type}, ${this.cipher.encrypt(document.normalised, 'document')},
              ${this.hash.of(documentKey(document), 'document')}, ${maskDocument(document.normalised)},
              ${document.birthDate ?? null}::date, ${document.sex ?? null}, 3, ${now})
      ON CONFLICT DO NOTHING RETURNING 1
    `.execute(tx.db());
    const account = { id, door: 'personal', mobile, displayName: name, residentId: id, passwordHash } as const;
    if (rows.length === 0 || !(await this.accounts.add(tx, account))) throw alreadyRegistered();
    const capacityId = newId();
    await this.accounts.addCapacity(tx, { id: capacityId, accountId: id, role: 'resident' });
    const occurredAt = now.toISOString();
    await this.outbox.append(tx, [
      {
        type: ResidentVerifiedV1,
        aggregateId: id,
        aggregateVersion: 1,
        occurredAt,
        payload: { residentId: id, level: 3 },
      },
    ]);
    return capacityId;
  }

  loginOf({ mobile }: Registration): Pick<AccountRow, 'login_hash'> {
    return this.accounts.loginOf(mobile);
  }

  /** The account that this very registration opened some minutes ago. */
  async justOpened(tx: Tx, { id, mobile }: Registration, document: IdentityDocument): Promise<AccountRow | undefined> {
    const since = new Date(this.clock.now().getTime() - REPEATABLE_MINUTES * 60_000);
    const { rows } = await sql<AccountRow>`
      SELECT a.* FROM identity.account a JOIN identity.resident r ON r.id = a.resident_id
      WHERE a.id = ${id} AND a.door = 'personal' AND a.enabled AND a.created_at > ${since}
        AND a.mobile_hash = ANY(${this.hash.candidates(mobile, 'mobile')}::bytea[])
        AND r.document_hash = ANY(${this.hash.candidates(documentKey(document), 'document')}::bytea[])
    `.execute(tx.db());
    return rows[0];
  }
}

export interface Client {
  readonly address: string;
  /** What it says of itself (`AskingBrowser`). */
  readonly browser: string | undefined;
}

interface Again {
  readonly proof: CodeProof;
  /** Of the client. */
  readonly address: string;
}

/**
 * An answer that was lost on its way: the same registration again, with its own code, document and password, is the same account for
 * some minutes. Guesses are counted by the id that was sent, whether or not there is such a registration, and cost the same.
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
  async answer(
    registration: Registration,
    document: IdentityDocument,
    { proof, address }: Again,
  ): Promise<{ token: string }> {
    const account = await this.guesses.count(
      { target: `registration:${registration.id}`, alone: true, address },
      async () => {
        const same = await this.transactions.run((tx) => this.residents.justOpened(tx, registration, document));
        return this.proof.whose(proof === 'used-before' && same ? [same] : [], registration.password);
      },
    );
    if (!account) throw smsWrong();
    return this.transactions.run((tx) => this.opening.open(tx, account));
  }
}

/** What registration asks of the outside, in one place. */
@Injectable()
export class RegistrationSteps {
  constructor(
    private readonly nameCheck: NameCheck,
    private readonly sessions: Sessions,
    private readonly repeated: RepeatedRegistrations,
    private readonly guesses: Guesses,
    private readonly clock: Clock,
  ) {}

  /** What the same request was answered before. */
  again(registration: Registration, document: IdentityDocument, how: Again): Promise<{ token: string }> {
    return this.repeated.answer(registration, document, how);
  }

  document({ document }: Registration): IdentityDocument {
    return readGivenDocument(document, localDate(this.clock.now()));
  }

  /** One code may be tried with several documents: whoever looks for somebody's number waits longer after each, and a right one of their own forgives nothing. */
  async checkName({ name, mobile }: Registration, document: IdentityDocument): Promise<void> {
    const matched = await this.guesses.count(
      { target: `name:${mobile}`, alone: false },
      async () => (await this.nameCheck.check(name, document)).matched || undefined,
    );
    if (!matched) throw nameMismatch();
  }

  openSession(tx: Tx, accountId: string, capacityId: string): Promise<string> {
    return this.sessions.open(tx, accountId, capacityId);
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
    private readonly passwords: PasswordHashing,
    private readonly residents: Residents,
    private readonly steps: RegistrationSteps,
  ) {}

  async execute({ registration, smsCode, from: { address, browser } }: Register): Promise<{ token: string }> {
    const document = this.steps.document(registration);
    await this.newPasswords.accept(registration.password, registration);
    const proven = await this.smsCodes.prove({
      mobile: registration.mobile,
      code: smsCode,
      purpose: 'register',
      browser,
    });
    if (proven.proof !== 'right') return this.steps.again(registration, document, { proof: proven.proof, address });
    await this.steps.checkName(registration, document);
    const passwordHash = await this.passwords.hash(registration.password, this.residents.loginOf(registration));
    const token = await this.transactions.run(async (tx) => {
      if (!(await this.smsCodes.spend(tx, proven.codeId))) return undefined;
      const capacityId = await this.residents.open(tx, registration, document, passwordHash);
      return this.steps.openSession(tx, registration.id, capacityId);
    });
    return token === undefined
      ? this.steps.again(registration, document, { proof: 'used-before', address })
      : { token };
  }
}
