import { AggregateRoot } from '../../platform/kernel/aggregate-root.js';
import { SubAccountAddedV1, SubAccountDisabledV1, SubAccountEnabledV1 } from '../contracts/events.js';

export type SubAccountStatus = 'active' | 'disabled';

/** What is kept of a scanner's name and mobile: boxes that only their owner's context opens. */
export interface SealedContact {
  readonly name: Buffer;
  readonly mobile: Buffer;
  readonly mobileHash: Buffer;
  readonly maskedMobile: string;
}

/** 子账号: a scanner's account under a government unit; may scan from the moment it is added until it is disabled. */
export class SubAccount extends AggregateRoot {
  readonly id!: string;
  readonly organizationId!: string;
  readonly name!: Buffer;
  readonly mobile!: Buffer;
  readonly mobileHash!: Buffer;
  readonly maskedMobile!: string;
  readonly addedAt!: Date;
  readonly version!: number;
  private _status!: SubAccountStatus;

  private constructor() {
    super();
  }

  static add(id: string, organizationId: string, contact: SealedContact, now: Date): SubAccount {
    const account = new SubAccount();
    Object.assign(account, { id, organizationId, ...contact, addedAt: now });
    account._status = 'active';
    account.state(SubAccountAddedV1, 1, now);
    return account;
  }

  get status(): SubAccountStatus {
    return this._status;
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

export abstract class SubAccounts {
  abstract find(id: string): Promise<SubAccount | undefined>;
  /** Writes it with the transaction it is called in. */
  abstract add(account: SubAccount): Promise<void>;
}
