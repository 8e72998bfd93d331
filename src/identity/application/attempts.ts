import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Transactions, type Tx } from '../../platform/persistence/transactions.js';
import { subscriberOf } from './client-address.js';
import { signInBlocked } from '../domain/errors.js';
import { pourInto } from '../domain/leaky-bucket.js';
import { delayAfter, FORGOTTEN_AFTER_SECONDS } from '../domain/lockout.js';

export interface Guess {
  readonly target: string;
  /** Whether success proves that whoever tries is the only one meant; otherwise their own success would wipe out guesses at others. */
  readonly alone: boolean;
  /** Of a stranger. Whoever signed in before is not held back by what others do at the same address. */
  readonly address?: string;
}

interface Counted {
  readonly key: Buffer;
  readonly failures: number;
  readonly addressKey: Buffer | undefined;
}

/**
 * Guesses at a secret, counted per thing guessed at as it was typed, whether it exists or not: the delay grows and tells nothing.
 * A guess is counted as a failure before it is looked at, so that guesses made at once cannot all slip in.
 */
@Injectable()
export class Attempts {
  constructor(
    private readonly transactions: Transactions,
    private readonly hash: KeyedHash,
    private readonly clock: Clock,
  ) {}

  /** @param look finds what the secret opens, or nothing */
  async at<T>(guess: Guess, look: () => Promise<T | undefined>): Promise<T | undefined> {
    const counted = await this.count(guess);
    let found: T | undefined;
    try {
      found = await look();
    } catch (error) {
      await this.takeBack(counted);
      throw error;
    }
    if (found !== undefined) await (guess.alone ? this.forget(counted) : this.takeBack(counted));
    return found;
  }

  /** The rows stay locked to the end, so every guess sees those before it; the time is taken when it is this one's turn. */
  private count({ target, address }: Guess): Promise<Counted> {
    const key = this.hash.of(target, 'login');
    const addressKey = address === undefined ? undefined : this.hash.of(subscriberOf(address), 'address');
    return this.transactions.run(async (tx) => {
      if (addressKey) await this.pour(tx, addressKey);
      const { rows } = await sql<{ failures: number; blocked_until: Date }>`
        INSERT INTO identity.sign_in_failure AS f (login_hash, failures, blocked_until) VALUES (${key}, 0, ${this.clock.now()})
        ON CONFLICT (login_hash) DO UPDATE SET failures = f.failures RETURNING failures, blocked_until
      `.execute(tx.db());
      const [now, before] = [this.clock.now().getTime(), rows[0]!.failures];
      const wait = new Date(rows[0]!.blocked_until).getTime() - now;
      if (wait > 0 && delayAfter(before) > 0) throw signInBlocked({ retryAfterSeconds: Math.ceil(wait / 1000) });
      const failures = 1 + (wait < -FORGOTTEN_AFTER_SECONDS * 1000 ? 0 : before);
      const until = new Date(now + delayAfter(failures) * 1000);
      await sql`UPDATE identity.sign_in_failure SET failures = ${failures}, blocked_until = ${until} WHERE login_hash = ${key}`.execute(
        tx.db(),
      );
      return { key, failures, addressKey };
    });
  }

  private async pour(tx: Tx, addressKey: Buffer): Promise<void> {
    const { rows } = await sql<{ level: number; at: Date }>`
      INSERT INTO identity.address_failure AS f (address_hash, level, at) VALUES (${addressKey}, 0, ${this.clock.now()})
      ON CONFLICT (address_hash) DO UPDATE SET level = f.level RETURNING level, at
    `.execute(tx.db());
    const now = this.clock.now();
    const poured = pourInto({ level: rows[0]!.level, at: new Date(rows[0]!.at) }, now);
    if (!('level' in poured)) throw signInBlocked({ retryAfterSeconds: poured.waitSeconds });
    await sql`UPDATE identity.address_failure SET level = ${poured.level}, at = ${now} WHERE address_hash = ${addressKey}`.execute(
      tx.db(),
    );
  }

  /** The delay goes only if nobody was counted after. */
  private async takeBack({ key, failures: counted, addressKey }: Counted): Promise<void> {
    const now = this.clock.now();
    await this.transactions.run(async (tx) => {
      await this.release(tx, addressKey);
      await sql`
        UPDATE identity.sign_in_failure SET failures = greatest(failures - 1, 0), blocked_until = CASE WHEN failures = ${counted} THEN ${now} ELSE blocked_until END
        WHERE login_hash = ${key}
      `.execute(tx.db());
    });
  }

  private async forget({ key, addressKey }: Counted): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.release(tx, addressKey);
      await sql`DELETE FROM identity.sign_in_failure WHERE login_hash = ${key}`.execute(tx.db());
    });
  }

  private async release(tx: Tx, addressKey: Buffer | undefined): Promise<void> {
    if (addressKey)
      await sql`UPDATE identity.address_failure SET level = greatest(level - 1, 0) WHERE address_hash = ${addressKey}`.execute(
        tx.db(),
      );
  }
}
