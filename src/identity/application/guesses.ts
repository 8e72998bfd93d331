import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Transactions, type Tx } from '../../platform/persistence/transactions.js';
import type { Row } from '../../platform/persistence/values.js';
import { signInBlocked } from '../domain/errors.js';
import { type Bucket, pourInto, takeOut } from '../domain/leaky-bucket.js';
import { countGuess, type Failures, noFailures, takeBackGuess } from '../domain/lockout.js';
import type { IdentityTables } from '../tables.js';
import { subscriberOf } from './client-address.js';

export interface Guess {
  /** What is guessed at, as it was typed: `sign-in:personal:13800000001`. */
  readonly target: string;
  /** Whether success proves that whoever tries is the only one meant; otherwise their own success would wipe out guesses at others. */
  readonly alone: boolean;
  /** Of a stranger. Whoever signed in before is not held back by what others do at the same address. */
  readonly address?: string;
}

interface Counted {
  readonly key: Buffer;
  readonly failures: Failures;
  readonly addressKey: Buffer | undefined;
}

/**
 * Guesses at a secret. Each is counted as a failure, in a transaction of its own, before anything is compared: of a hundred sent in the
 * same moment four are compared and the others wait. A right one is taken back.
 *
 *     const account = await guesses.count({ target: 'recovery:13800000001', alone: true }, () => findAccount());
 *     if (!account) throw recoveryMismatch();
 */
@Injectable()
export class Guesses {
  constructor(
    private readonly transactions: Transactions,
    private readonly hash: KeyedHash,
    private readonly clock: Clock,
  ) {}

  /**
   * @param compare finds what the secret opens, or nothing; when it fails, nobody guessed
   * @throws SIGN_IN.BLOCKED
   */
  async count<T>(guess: Guess, compare: () => Promise<T | undefined>): Promise<T | undefined> {
    const counted = await this.countAsFailure(guess);
    let found: T | undefined;
    try {
      found = await compare();
    } catch (error) {
      await this.takeBack(counted);
      throw error;
    }
    if (found !== undefined) await (guess.alone ? this.forget(counted) : this.takeBack(counted));
    return found;
  }

  private countAsFailure({ target, address }: Guess): Promise<Counted> {
    const key = this.hash.of(target, 'login');
    const addressKey = address === undefined ? undefined : this.hash.of(subscriberOf(address), 'address');
    return this.transactions.run(async (tx) => {
      if (addressKey) await this.countFrom(tx, addressKey);
      const before = await this.failuresAt(tx, key);
      const failures = countGuess(before, this.clock.now());
      if ('waitSeconds' in failures) throw signInBlocked({ retryAfterSeconds: failures.waitSeconds });
      await writeFailures(tx, key, failures);
      return { key, failures, addressKey };
    });
  }

  private async countFrom(tx: Tx, addressKey: Buffer): Promise<void> {
    const bucket = await this.bucketOf(tx, addressKey);
    const poured = pourInto(bucket, this.clock.now());
    if ('waitSeconds' in poured) throw signInBlocked({ retryAfterSeconds: poured.waitSeconds });
    await writeBucket(tx, addressKey, poured);
  }

  private async takeBack({ key, failures, addressKey }: Counted): Promise<void> {
    await this.transactions.run(async (tx) => {
      if (addressKey) await writeBucket(tx, addressKey, takeOut(await this.bucketOf(tx, addressKey)));
      await writeFailures(tx, key, takeBackGuess(failures, await this.failuresAt(tx, key), this.clock.now()));
    });
  }

  private async forget({ key, addressKey }: Counted): Promise<void> {
    await this.transactions.run(async (tx) => {
      if (addressKey) await writeBucket(tx, addressKey, takeOut(await this.bucketOf(tx, addressKey)));
      await tx.db<IdentityTables>().deleteFrom('identity.sign_in_failure').where('login_hash', '=', key).execute();
    });
  }

  /** The row stays locked to the end of the transaction, so that every guess sees those before it. */
  private async failuresAt(tx: Tx, key: Buffer): Promise<Failures> {
    const none = noFailures(this.clock.now());
    const { rows } = await sql<Pick<Row<IdentityTables, 'identity.sign_in_failure'>, 'failures' | 'blocked_until'>>`
      INSERT INTO identity.sign_in_failure AS f (login_hash, failures, blocked_until) VALUES (${key}, ${none.inARow}, ${none.blockedUntil})
      ON CONFLICT (login_hash) DO UPDATE SET failures = f.failures RETURNING failures, blocked_until
    `.execute(tx.db());
    return { inARow: rows[0]!.failures, blockedUntil: rows[0]!.blocked_until };
  }

  /** Locked like the failures, and always before them. */
  private async bucketOf(tx: Tx, addressKey: Buffer): Promise<Bucket> {
    const { rows } = await sql<Pick<Row<IdentityTables, 'identity.address_failure'>, 'level' | 'at'>>`
      INSERT INTO identity.address_failure AS f (address_hash, level, at) VALUES (${addressKey}, 0, ${this.clock.now()})
      ON CONFLICT (address_hash) DO UPDATE SET level = f.level RETURNING level, at
    `.execute(tx.db());
    return rows[0]!;
  }
}

async function writeFailures(tx: Tx, key: Buffer, { inARow, blockedUntil }: Failures): Promise<void> {
  await tx
    .db<IdentityTables>()
    .updateTable('identity.sign_in_failure')
    .set({ failures: inARow, blocked_until: blockedUntil })
    .where('login_hash', '=', key)
    .execute();
}

async function writeBucket(tx: Tx, addressKey: Buffer, { level, at }: Bucket): Promise<void> {
  await tx
    .db<IdentityTables>()
    .updateTable('identity.address_failure')
    .set({ level, at })
    .where('address_hash', '=', addressKey)
    .execute();
}
