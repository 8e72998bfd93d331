import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { signInBlocked } from '../domain/errors.js';
import { delayAfter, FORGOTTEN_AFTER_SECONDS } from '../domain/lockout.js';

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

  /**
   * @param alone whether success proves that whoever tries is the only one meant; otherwise their own success would wipe out guesses at others
   * @param look finds what the secret opens, or nothing
   */
  async at<T>(target: string, alone: boolean, look: () => Promise<T | undefined>): Promise<T | undefined> {
    const key = this.hash.of(target, 'login');
    const failures = await this.count(key);
    let found: T | undefined;
    try {
      found = await look();
    } catch (error) {
      await this.takeBack(key, failures);
      throw error;
    }
    if (found !== undefined) await (alone ? this.forget(key) : this.takeBack(key, failures));
    return found;
  }

  /** The row stays locked to the end, so every guess sees those before it; the time is taken when it is this one's turn. */
  private count(key: Buffer): Promise<number> {
    return this.transactions.run(async (tx) => {
      const { rows } = await sql<{ failures: number; blocked_until: Date }>`
        INSERT INTO identity.sign_in_failure AS f (login_hash, failures, blocked_until) VALUES (${key}, 0, ${this.clock.now()})
        ON CONFLICT (login_hash) DO UPDATE SET failures = f.failures RETURNING failures, blocked_until
      `.execute(tx.db());
      const [now, before] = [this.clock.now().getTime(), rows[0]!.failures];
      const wait = new Date(rows[0]!.blocked_until).getTime() - now;
      if (wait > 0 && delayAfter(before) > 0) throw signInBlocked({ retryAfterSeconds: Math.ceil(wait / 1000) });
      const failures = 1 + (wait < -FORGOTTEN_AFTER_SECONDS * 1000 ? 0 : before);
      const until = new Date(now + delayAfter(failures) * 1000);
      await sql`UPDATE identity.sign_in_failure SET failures = ${failures}, blocked_until = ${until} WHERE login_hash = ${key}`.execute(tx.db());
      return failures;
    });
  }

  /** The delay goes only if nobody was counted after. */
  private async takeBack(key: Buffer, counted: number): Promise<void> {
    const now = this.clock.now();
    await this.transactions.run((tx) =>
      sql`
        UPDATE identity.sign_in_failure SET failures = greatest(failures - 1, 0), blocked_until = CASE WHEN failures = ${counted} THEN ${now} ELSE blocked_until END
        WHERE login_hash = ${key}
      `.execute(tx.db()),
    );
  }

  private async forget(key: Buffer): Promise<void> {
    await this.transactions.run((tx) => sql`DELETE FROM identity.sign_in_failure WHERE login_hash = ${key}`.execute(tx.db()));
  }
}
