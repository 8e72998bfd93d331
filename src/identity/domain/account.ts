import { AggregateRoot } from '../../platform/kernel/aggregate-root.js';
import { signInFailed } from './errors.js';

export type Door = 'personal' | 'organization';

const ONE_TIME_PASSWORD_HOURS = 72;
export const ACTIVATION_HOURS = 24;
const HOUR = 3_600_000;

/** In which role somebody acts, and for which unit or authority. What a unit is called and where it stands in the tree is organization's to say, today. */
export interface Capacity {
  readonly id: string;
  readonly role: string;
  readonly organizationId?: string;
  readonly authorityId?: string;
}

export type StaffCapacity = Required<Pick<Capacity, 'role' | 'organizationId'>>;

/** What one signs in with, in boxes that only their owner's context opens. */
export interface SealedLogin {
  readonly loginHash: Buffer;
  readonly mobile: Buffer;
  readonly mobileHash: Buffer;
  readonly maskedMobile: string;
}

export interface NewAccount extends SealedLogin {
  readonly id: string;
  readonly displayName: Buffer;
  readonly capacity: Capacity;
  /** Whoever is still to activate it, or gets a one-time password, has none. */
  readonly passwordHash?: string;
}

/** What decides whether an account's holder has taken it into use. */
export interface Standing {
  readonly enabled: boolean;
  readonly mustChangePassword: boolean;
  readonly hasPassword: boolean;
}

/** Its holder chose the password; before that, whoever handed out the first one could be the one who signs in. */
export function isInUse({ enabled, mustChangePassword, hasPassword }: Standing): boolean {
  return enabled && hasPassword && !mustChangePassword;
}

/** 账号: something one signs in with, at one of the two doors. The same mobile may be a personal account and a sub-account of several units. */
export class Account extends AggregateRoot {
  readonly loginHash: Buffer;
  readonly mobile: Buffer;
  readonly mobileHash: Buffer;
  readonly maskedMobile: string;
  /** The unit that opened it; operators and residents have none. */
  readonly organizationId: string | undefined;
  readonly version: number = 1;
  readonly capacities: readonly Capacity[];
  private _displayName: Buffer;
  private _passwordHash: string | undefined;
  private _mustChangePassword = false;
  private _passwordExpiresAt: Date | undefined;
  private _activationHash: Buffer | undefined;
  private _activationExpiresAt: Date | undefined;
  private _enabled = true;

  private constructor(
    readonly door: Door,
    readonly id: string,
    /** Whose personal account it is. */
    readonly residentId: string | undefined,
    opened: NewAccount,
    readonly createdAt: Date,
  ) {
    super();
    this.loginHash = opened.loginHash;
    this.mobile = opened.mobile;
    this.mobileHash = opened.mobileHash;
    this.maskedMobile = opened.maskedMobile;
    this.organizationId = opened.capacity.organizationId;
    this.capacities = [opened.capacity];
    this._displayName = opened.displayName;
    this._passwordHash = opened.passwordHash;
  }

  /** A resident's own; it has the resident's id. */
  static ofResident(opened: NewAccount, now: Date): Account {
    return new Account('personal', opened.id, opened.id, opened, now);
  }

  /** Opened by a unit for its staff, or for an operator. */
  static ofStaff(opened: NewAccount, now: Date): Account {
    return new Account('organization', opened.id, undefined, opened, now);
  }

  get displayName(): Buffer {
    return this._displayName;
  }

  get enabled(): boolean {
    return this._enabled;
  }

  get passwordHash(): string | undefined {
    return this._passwordHash;
  }

  get mustChangePassword(): boolean {
    return this._mustChangePassword;
  }

  get passwordExpiresAt(): Date | undefined {
    return this._passwordExpiresAt;
  }

  get activationHash(): Buffer | undefined {
    return this._activationHash;
  }

  get activationExpiresAt(): Date | undefined {
    return this._activationExpiresAt;
  }

  /** As what a unit opened it: the capacity that has the account's own id. */
  get openedAs(): StaffCapacity | undefined {
    const { role, organizationId } = this.capacities.find(({ id }) => id === this.id) ?? {};
    return role && organizationId ? { role, organizationId } : undefined;
  }

  rename(displayName: Buffer): void {
    this._displayName = displayName;
  }

  enable(): void {
    this._enabled = true;
  }

  disable(): void {
    this._enabled = false;
  }

  /** Whoever holds the code chooses the password, once and within a day. @param digest of the code */
  inviteToActivate(digest: Buffer, now: Date): void {
    this._activationHash = digest;
    this._activationExpiresAt = new Date(now.getTime() + ACTIVATION_HOURS * HOUR);
  }

  /** The digest to compare with, while there is one that counts. */
  activationAt(now: Date): Buffer | undefined {
    return this._activationExpiresAt && now <= this._activationExpiresAt ? this._activationHash : undefined;
  }

  /** By its holder; whatever was handed out before is worth nothing now. */
  choosePassword(passwordHash: string): void {
    this.setPassword(passwordHash);
  }

  /** Handed out; its holder changes it at the first sign-in, within three days. */
  handOutPassword(passwordHash: string, now: Date): void {
    this.setPassword(passwordHash, new Date(now.getTime() + ONE_TIME_PASSWORD_HOURS * HOUR));
  }

  /** The same password at today's cost, if it still is the same. */
  rehashPassword(before: string | undefined, passwordHash: string): void {
    if (this._passwordHash === before) this._passwordHash = passwordHash;
  }

  hasLivePassword(now: Date): boolean {
    return this._passwordHash !== undefined && (!this._passwordExpiresAt || now < this._passwordExpiresAt);
  }

  /**
   * A password that was right a moment ago opens a session, unless it was replaced meanwhile. One that was handed out opens a single one.
   * @throws SIGN_IN.FAILED
   */
  signIn(provenHash: string | undefined, now: Date): void {
    if (!this._enabled || this._passwordHash !== provenHash || !this.hasLivePassword(now)) throw signInFailed();
    if (this._mustChangePassword) this._passwordExpiresAt = now;
  }

  private setPassword(passwordHash: string, oneTimeUntil?: Date): void {
    this._passwordHash = passwordHash;
    this._mustChangePassword = oneTimeUntil !== undefined;
    this._passwordExpiresAt = oneTimeUntil;
    this._activationHash = undefined;
    this._activationExpiresAt = undefined;
  }
}

/**
 * In which capacities the holder of an account acts: in its own and, where the mobile was proven by SMS, in those of units' accounts with
 * the same mobile. The other way round would let a unit's one-time password open a person's own account.
 * @param sameMobile all accounts with its mobile
 */
export function capacitiesOf(account: Account, sameMobile: readonly Account[]): Capacity[] {
  if (!account.enabled) return [];
  const lent =
    account.door === 'personal'
      ? sameMobile.filter((other) => other.door === 'organization' && isInUse(standingOf(other)))
      : [];
  return [...account.capacities, ...lent.flatMap(({ capacities }) => capacities)];
}

function standingOf({ enabled, mustChangePassword, passwordHash }: Account): Standing {
  return { enabled, mustChangePassword, hasPassword: passwordHash !== undefined };
}

export abstract class Accounts {
  abstract find(id: string): Promise<Account | undefined>;
  /** To change it: nobody else does until the transaction ends. */
  abstract hold(id: string): Promise<Account | undefined>;
  /** Several units may have a sub-account with the same mobile: the password tells which is meant. Without those that are disabled. */
  abstract byLogin(door: Door, login: string): Promise<Account[]>;
  /** Oldest first. */
  abstract withMobile(mobile: string): Promise<Account[]>;
  /** Writes it with the transaction it is called in. @returns false when there is one with its id, or with its mobile where that is only one person's */
  abstract add(account: Account): Promise<boolean>;
}
