import { AggregateRoot } from '../../platform/kernel/aggregate-root.js';
import {
  SubAccountAddedV1,
  SubAccountDisabledV1,
  SubAccountEnabledV1,
  SubAccountRenamedV1,
} from '../contracts/events.js';
import { staleSubAccount } from './errors.js';

export type SubAccountStatus = 'active' | 'disabled';

export interface SealedName {
  readonly name: Buffer;
  /** Keyed hashes of what the name begins with, to search by. */
  readonly namePrefixes: readonly string[];
}

/** What is kept of a scanner's name and mobile: boxes that only their owner's context opens. */
export interface SealedContact extends SealedName {
  readonly mobile: Buffer;
  readonly mobileHash: Buffer;
  readonly maskedMobile: string;
}

/** 子账号: a scanner's account under a government unit; may scan from the moment it is added until it is disabled. */
export class SubAccount extends AggregateRoot {
  /** The number is the account: another number is another sub-account. */
  readonly mobile: Buffer;
  readonly mobileHash: Buffer;
  readonly maskedMobile: string;
  readonly version: number = 1;
  private _name: Buffer;
  private _namePrefixes: readonly string[];
  private _status: SubAccountStatus = 'active';

  private constructor(
    readonly id: string,
    readonly organizationId: string,
    contact: SealedContact,
    readonly addedAt: Date,
  ) {
    super();
    this.mobile = contact.mobile;
    this.mobileHash = contact.mobileHash;
    this.maskedMobile = contact.maskedMobile;
    this._name = contact.name;
    this._namePrefixes = contact.namePrefixes;
  }

  static add(id: string, organizationId: string, contact: SealedContact, now: Date): SubAccount {
    const account = new SubAccount(id, organizationId, contact, now);
    account.state(SubAccountAddedV1, 1, now);
    return account;
  }

  get status(): SubAccountStatus {
    return this._status;
  }

  get name(): Buffer {
    return this._name;
  }

  get namePrefixes(): readonly string[] {
    return this._namePrefixes;
  }

  /** @param seen the version that whoever corrects it was looking at: nobody overwrites what they have not seen. */
  rename(seen: number, { name, namePrefixes }: SealedName, now: Date): void {
    if (seen !== this.version) throw staleSubAccount();
    this._name = name;
    this._namePrefixes = namePrefixes;
    this.state(SubAccountRenamedV1, this.version + 1, now);
  }

  /** Harmless when it is disabled already. */
  disable(now: Date): void {
    this.become('disabled', SubAccountDisabledV1, now);
  }

  enable(now: Date): void {
    this.become('active', SubAccountEnabledV1, now);
  }

  private become(status: SubAccountStatus, type: string, now: Date): void {
    if (this._status === status) return;
    this._status = status;
    this.state(type, this.version + 1, now);
  }

  private state(type: string, aggregateVersion: number, now: Date): void {
    const payload = { subAccountId: this.id, organizationId: this.organizationId };
    this.record({ type, aggregateId: this.id, aggregateVersion, occurredAt: now.toISOString(), payload });
  }
}

/** What is disabled scans no more, and nobody signs in by it. */
export function mayScan({ status }: Pick<SubAccount, 'status'>): boolean {
  return status === 'active';
}

export abstract class SubAccounts {
  abstract find(id: string): Promise<SubAccount | undefined>;
  /** Writes it with the transaction it is called in. @throws SUB_ACCOUNT.NOT_FOUND when its id is somebody else's */
  abstract add(account: SubAccount): Promise<void>;
}
