import { type Algorithm, hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { busy } from '../domain/errors.js';

/** OWASP's minimum for argon2id: 19 MiB, two passes; about 35 ms of one core. */
const COST = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const HEAD = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}`;
/** Hashed for when there is no account, so that the answer takes as long. */
const NOBODY = { loginHash: Buffer.alloc(33, 1) };

export interface WithPassword {
  readonly loginHash: Buffer;
  readonly passwordHash?: string | undefined;
}

const AT_ONCE = 2;
const WAITING = 200;

/** Hashes passwords, a few at a time: sign-ins may not starve the scans. */
@Injectable()
export class PasswordHashing {
  private readonly queue: (() => void)[] = [];
  private running = 0;

  /** Accounts with the same login share a salt: one computation tells which of them a password opens, however many there are. */
  hash(password: string, { loginHash }: Pick<WithPassword, 'loginHash'>): Promise<string> {
    return this.inTurn(() => hash(password.normalize('NFKC'), { ...COST, salt: saltOf(loginHash) }));
  }

  async matches(account: WithPassword, password: string): Promise<boolean> {
    return (await this.matching([account], password)).length > 0;
  }

  /** Those of these accounts of one login that the password opens. Without any it takes as long as with one or several. */
  async matching<A extends WithPassword>(accounts: readonly A[], password: string): Promise<A[]> {
    const withPassword = accounts.filter(({ passwordHash }) => passwordHash !== undefined);
    const onlyOutdated = withPassword.length > 0 && withPassword.every(isOutdated);
    const computed = onlyOutdated ? '' : await this.hash(password, withPassword[0] ?? NOBODY);
    const right: A[] = [];
    for (const account of withPassword)
      if (await this.isRight(account.passwordHash!, computed, password)) right.push(account);
    return right;
  }

  private async isRight(stored: string, computed: string, password: string): Promise<boolean> {
    if (headOf(stored) !== headOf(computed)) return this.inTurn(() => verify(stored, password.normalize('NFKC')));
    return timingSafeEqual(Buffer.from(stored), Buffer.from(computed));
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) {
      if (this.queue.length >= WAITING) throw busy();
      await new Promise<void>((resolve) => this.queue.push(resolve));
    }
    this.running++;
    try {
      return await work();
    } finally {
      this.running--;
      this.queue.shift()?.();
    }
  }
}

/** Whether it was hashed before accounts of one login shared a salt, or at another cost. */
export function isOutdated({ passwordHash: stored, loginHash }: WithPassword): boolean {
  return (
    stored !== undefined && headOf(stored) !== `${HEAD}$${saltOf(loginHash).toString('base64').replace(/=+$/, '')}`
  );
}

/** Of a keyed hash after its key id: nobody's login but this has it. */
function saltOf(loginHash: Buffer): Buffer {
  return Buffer.from(loginHash).subarray(1, 17);
}

/** Cost and salt. */
function headOf(stored: string): string {
  return stored.slice(0, stored.lastIndexOf('$'));
}
