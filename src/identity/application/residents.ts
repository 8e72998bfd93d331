import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { maskDocument, maskName } from '../../platform/crypto/masking.js';
import { Clock } from '../../platform/kernel/clock.js';
import type { DomainEvent } from '../../platform/kernel/domain-event.js';
import { newId } from '../../platform/kernel/ids.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { Database } from '../../platform/persistence/database.js';
import type { Tx } from '../../platform/persistence/transactions.js';
import { documentKey, type IdentityDocument } from '../contracts/document.js';
import { type ResidentVerified, ResidentVerifiedV1 } from '../contracts/events.js';
import { Account, Accounts } from '../domain/account.js';
import { alreadyRegistered } from '../domain/errors.js';
import { REPEATABLE_MINUTES } from '../domain/sms-code.js';
import { AccountSeal } from './account-seal.js';
import type { GivenDocument } from './proofing.js';

/** What somebody says when they register. */
export interface Registration {
  readonly id: string;
  readonly name: string;
  readonly document: GivenDocument;
  readonly mobile: Mobile;
  readonly password: string;
}

/** People whose name and document were checked. */
@Injectable()
export class Residents {
  constructor(
    private readonly outbox: Outbox,
    private readonly accounts: Accounts,
    private readonly seal: AccountSeal,
    private readonly database: Database,
    private readonly cipher: FieldCipher,
    private readonly hash: KeyedHash,
    private readonly clock: Clock,
  ) {}

  /** With a personal account; the id is the resident's and the account's. @throws REGISTRATION.DUPLICATE */
  async open(
    tx: Tx,
    { id, name, mobile }: Omit<Registration, 'password'>,
    document: IdentityDocument,
    passwordHash: string,
  ): Promise<Account> {
    const now = this.clock.now();
    const { rows } = await sql`
      INSERT INTO identity.resident (id, name, masked_name, document_type, document, document_hash, document_ends, birth_date, sex, level, created_at)
      VALUES (${id}, ${this.cipher.encrypt(name, 'name')}, ${maskName(name)}, ${document.type}, ${this.cipher.encrypt(document.normalised, 'document')},
              ${this.hash.of(documentKey(document), 'document')}, ${maskDocument(document.normalised)},
              ${document.birthDate ?? null}::date, ${document.sex ?? null}, 3, ${now})
      ON CONFLICT DO NOTHING RETURNING 1
    `.execute(tx.db());
    const capacity = { id: newId(), role: 'resident' };
    const account = Account.ofResident({ id, ...this.seal.seal(mobile, name), capacity, passwordHash }, now);
    if (rows.length === 0 || !(await this.accounts.add(account))) throw alreadyRegistered();
    await this.outbox.append(tx, [residentVerified(id, 3, now)]);
    return account;
  }

  /** The account that this very registration opened some minutes ago. */
  async justOpened({ id, mobile }: Registration, document: IdentityDocument): Promise<Account | undefined> {
    const account = (await this.accounts.byLogin('personal', mobile)).find((opened) => opened.id === id);
    const since = this.clock.now().getTime() - REPEATABLE_MINUTES * 60_000;
    if (!account || account.createdAt.getTime() <= since) return undefined;
    return (await this.isHolder(account, document)) ? account : undefined;
  }

  async isHolder({ residentId }: Account, document: IdentityDocument): Promise<boolean> {
    const hashes = this.hash.candidates(documentKey(document), 'document');
    const { rows } = await sql`
      SELECT 1 FROM identity.resident WHERE id = ${residentId} AND document_hash = ANY(${hashes}::bytea[])
    `.execute(this.database.read());
    return rows.length > 0;
  }
}

export function residentVerified(residentId: string, level: 3 | 4, at: Date): DomainEvent<ResidentVerified> {
  const payload = { residentId, level };
  const aggregateVersion = level === 3 ? 1 : level;
  return { type: ResidentVerifiedV1, aggregateId: residentId, aggregateVersion, occurredAt: at.toISOString(), payload };
}
