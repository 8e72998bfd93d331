import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../../platform/kernel/clock.js';
import type { Tx } from '../../platform/persistence/transactions.js';
import { smsTooSoon } from '../domain/errors.js';
import { LIMITED_SECONDS, type SentBefore, waitForCode } from '../domain/sms-limits.js';

export interface SmsSource {
  readonly mobileHash: Buffer;
  readonly addressHash: Buffer;
  readonly known: boolean;
}

/** How often codes are sent to one mobile and for one client address. */
@Injectable()
export class SmsLimits {
  constructor(private readonly clock: Clock) {}

  /**
   * In the transaction that writes the code down: requests of the same mobile or address wait for each other until it ends, always in this order.
   * @throws SMS.TOO_SOON
   */
  async requireRoom(tx: Tx, source: SmsSource): Promise<void> {
    for (const hash of [source.mobileHash, source.addressHash]) {
      await sql`SELECT pg_advisory_xact_lock(hashtextextended(encode(${hash}, 'hex'), 0))`.execute(tx.db());
    }
    const now = this.clock.now();
    const retryAfterSeconds = waitForCode(await this.sentBefore(tx, source, now), source.known, now);
    if (retryAfterSeconds > 0) throw smsTooSoon({ retryAfterSeconds });
  }

  private async sentBefore(
    tx: Tx,
    { mobileHash, addressHash, known }: SmsSource,
    now: Date,
  ): Promise<readonly SentBefore[]> {
    const since = new Date(now.getTime() - LIMITED_SECONDS * 1000);
    const { rows } = await sql<SentBefore>`
      SELECT sent_at AS "sentAt", mobile_hash = ${mobileHash} AS "toThisMobile", coalesce(address_hash = ${addressHash}, false) AS "fromThisAddress"
      FROM identity.sms_code
      WHERE known = ${known} AND sent_at > ${since} AND (mobile_hash = ${mobileHash} OR address_hash = ${addressHash})
      ORDER BY sent_at DESC
    `.execute(tx.db());
    return rows.map((row) => ({ ...row, sentAt: new Date(row.sentAt) }));
  }
}
