import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { OrganizationDirectory } from '../../organization/contracts/directories.js';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { maskMobile } from '../../platform/crypto/masking.js';
import { Clock } from '../../platform/kernel/clock.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import type { Role } from '../../platform/authorization/principal.js';
import { Database } from '../../platform/persistence/database.js';
import type { Tx } from '../../platform/persistence/transactions.js';
import type { KnownPerson } from '../domain/password-rules.js';

export type Door = 'personal' | 'organization';

export interface AccountRow {
  readonly id: string;
  readonly door: Door;
  readonly login_hash: Buffer;
  readonly mobile: Buffer;
  readonly mobile_hash: Buffer;
  readonly display_name: Buffer;
  readonly resident_id: string | null;
  readonly organization_id: string | null;
  readonly password_hash: string | null;
  readonly must_change_password: boolean;
  readonly password_expires_at: Date | null;
  readonly activation_hash: Buffer | null;
  readonly activation_expires_at: Date | null;
  readonly enabled: boolean;
}

export interface NewAccount {
  readonly id: string;
  readonly door: Door;
  /** Also what one signs in with. */
  readonly mobile: Mobile;
  readonly displayName: string;
  readonly residentId?: string;
  readonly organizationId?: string;
  readonly passwordHash?: string;
}

export interface NewCapacity {
  readonly id: string;
  readonly accountId: string;
  readonly role: string;
  readonly organizationId?: string;
  readonly authorityId?: string;
}

export interface OpenedAs {
  readonly role: Role;
  readonly organizationId: string;
}

/** Accounts and the capacities they carry. */
@Injectable()
export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly cipher: FieldCipher,
    private readonly hash: KeyedHash,
    private readonly organizations: OrganizationDirectory,
    private readonly clock: Clock,
  ) {}

  /** @returns false when the account exists already */
  async add(tx: Tx, account: NewAccount): Promise<boolean> {
    const { rows } = await sql`
      INSERT INTO identity.account (id, door, login_hash, mobile, mobile_hash, masked_mobile, display_name, resident_id, organization_id, password_hash, created_at)
      VALUES (${account.id}, ${account.door}, ${this.hash.of(account.mobile, 'login')}, ${this.cipher.encrypt(account.mobile, 'mobile')},
              ${this.hash.of(account.mobile, 'mobile')}, ${maskMobile(account.mobile)}, ${this.cipher.encrypt(account.displayName, 'name')},
              ${account.residentId ?? null}, ${account.organizationId ?? null}, ${account.passwordHash ?? null}, ${this.clock.now()})
      ON CONFLICT DO NOTHING RETURNING 1
    `.execute(tx.db());
    return rows.length > 0;
  }

  async addCapacity(tx: Tx, capacity: NewCapacity): Promise<void> {
    await sql`
      INSERT INTO identity.capacity (id, account_id, role, organization_id, authority_id)
      VALUES (${capacity.id}, ${capacity.accountId}, ${capacity.role}, ${capacity.organizationId ?? null}, ${capacity.authorityId ?? null})
      ON CONFLICT DO NOTHING
    `.execute(tx.db());
  }

  async rename(tx: Tx, id: string, displayName: string): Promise<void> {
    await sql`UPDATE identity.account SET display_name = ${this.cipher.encrypt(displayName, 'name')}, version = version + 1 WHERE id = ${id}`.execute(
      tx.db(),
    );
  }

  async setEnabled(tx: Tx, id: string, enabled: boolean): Promise<void> {
    await sql`UPDATE identity.account SET enabled = ${enabled}, version = version + 1 WHERE id = ${id}`.execute(
      tx.db(),
    );
  }

  /** What a unit opened the account as, in the capacity that has the account's own id; today that unit's heir, where it was merged. */
  async openedAs(id: string): Promise<OpenedAs | undefined> {
    const { rows } = await sql<OpenedAs>`
      SELECT role, organization_id AS "organizationId" FROM identity.capacity WHERE id = ${id} AND account_id = ${id} AND organization_id IS NOT NULL
    `.execute(this.database.read());
    const organization = rows[0] && (await this.organizations.find(rows[0].organizationId));
    return organization && { ...rows[0]!, organizationId: organization.id };
  }

  /** Several units may have a sub-account with the same mobile: the password tells which is meant. */
  async byLogin(door: Door, login: string): Promise<AccountRow[]> {
    const { rows } = await sql<AccountRow>`
      SELECT * FROM identity.account WHERE door = ${door} AND login_hash = ANY(${this.hash.candidates(login, 'login')}::bytea[]) AND enabled
      ORDER BY created_at LIMIT 5
    `.execute(this.database.read());
    return rows;
  }

  async byId(id: string): Promise<AccountRow | undefined> {
    const { rows } = await sql<AccountRow>`SELECT * FROM identity.account WHERE id = ${id}`.execute(
      this.database.read(),
    );
    return rows[0];
  }

  async setPassword(tx: Tx, id: string, passwordHash: string, oneTimeUntil?: Date): Promise<void> {
    await sql`
      UPDATE identity.account
      SET password_hash = ${passwordHash}, must_change_password = ${oneTimeUntil !== undefined}, password_expires_at = ${oneTimeUntil ?? null},
          activation_hash = NULL, activation_expires_at = NULL, version = version + 1
      WHERE id = ${id}
    `.execute(tx.db());
  }

  /** The same password, hashed anew. @returns false when it changed meanwhile */
  async renewHash(tx: Tx, { id, password_hash: before }: AccountRow, passwordHash: string): Promise<boolean> {
    const { rows } =
      await sql`UPDATE identity.account SET password_hash = ${passwordHash} WHERE id = ${id} AND password_hash = ${before} RETURNING 1`.execute(
        tx.db(),
      );
    return rows.length > 0;
  }

  /** A one-time password opens one session, in which it is changed. @returns false when another sign-in was faster */
  async useOneTimePassword(tx: Tx, { id, password_hash: passwordHash }: AccountRow): Promise<boolean> {
    const now = this.clock.now();
    const { rows } = await sql`
      UPDATE identity.account SET password_expires_at = ${now}, version = version + 1
      WHERE id = ${id} AND must_change_password AND password_hash = ${passwordHash} AND password_expires_at > ${now} RETURNING 1
    `.execute(tx.db());
    return rows.length > 0;
  }

  async setActivation(tx: Tx, id: string, activationHash: Buffer, until: Date): Promise<void> {
    await sql`
      UPDATE identity.account SET activation_hash = ${activationHash}, activation_expires_at = ${until}, version = version + 1 WHERE id = ${id}
    `.execute(tx.db());
  }

  /** What the password of an account that is to be opened is hashed with. */
  loginOf(mobile: Mobile): Pick<AccountRow, 'login_hash'> {
    return { login_hash: this.hash.of(mobile, 'login') };
  }

  mobileOf(account: AccountRow): Mobile {
    return this.cipher.decrypt(account.mobile, 'mobile') as Mobile;
  }

  nameOf(account: AccountRow): string {
    return this.cipher.decrypt(account.display_name, 'name');
  }

  /** What others know of its owner, and no password may be built of. */
  async personOf(account: AccountRow): Promise<KnownPerson> {
    const { rows } = await sql<{ id: string }>`
      SELECT organization_id AS id FROM identity.capacity WHERE account_id = ${account.id} AND organization_id IS NOT NULL
    `.execute(this.database.read());
    const units = await this.organizations.findAll(rows.map(({ id }) => id));
    return {
      mobile: this.mobileOf(account),
      name: this.nameOf(account),
      units: [...units.values()].map(({ name }) => name),
    };
  }
}
