import { Injectable } from '@nestjs/common';
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
import type { IdentityTables } from '../tables.js';
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
    const added = await this.add(tx, { id, name }, document, now);
    const capacity = { id: newId(), role: 'resident' };
    const account = Account.ofResident({ id, ...this.seal.seal(mobile, name), capacity, passwordHash }, now);
    if (!added || !(await this.accounts.add(account))) throw alreadyRegistered();
    await this.outbox.append(tx, [residentVerified(id, 3, now)]);
    return account;
  }

  /** @returns false when somebody with this id or document is there already */
  private async add(tx: Tx, { id, name }: Pick<Registration, 'id' | 'name'>, document: IdentityDocument, now: Date) {
    const added = await tx
      .db<IdentityTables>()
      .insertInto('identity.resident')
      .values({
        id,
        name: this.cipher.encrypt(name, 'name'),
        masked_name: maskName(name),
        document_type: document.type,
        document: this.cipher.encrypt(document.normalised, 'document'),
        document_hash: this.hash.of(documentKey(document), 'document'),
        document_ends: maskDocument(document.normalised),
        birth_date: document.birthDate,
        sex: document.sex,
        level: 3,
        created_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    return added !== undefined;
  }

  /** The account that this very registration opened. */
  async openedBy({ id, mobile }: Registration, document: IdentityDocument): Promise<Account | undefined> {
    const account = (await this.accounts.byLogin('personal', mobile)).find((opened) => opened.id === id);
    return account && (await this.isHolder(account, document)) ? account : undefined;
  }

  async isHolder({ residentId }: Account, document: IdentityDocument): Promise<boolean> {
    if (!residentId) return false;
    const hashes = this.hash.candidates(documentKey(document), 'document');
    const holder = await this.database
      .read<IdentityTables>()
      .selectFrom('identity.resident')
      .where('id', '=', residentId)
      .where('document_hash', 'in', hashes)
      .select('id')
      .executeTakeFirst();
    return holder !== undefined;
  }
}

export function residentVerified(residentId: string, level: 3 | 4, at: Date): DomainEvent<ResidentVerified> {
  const payload = { residentId, level };
  const aggregateVersion = level === 3 ? 1 : level;
  return { type: ResidentVerifiedV1, aggregateId: residentId, aggregateVersion, occurredAt: at.toISOString(), payload };
}
