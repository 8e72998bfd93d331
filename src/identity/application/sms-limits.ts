import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../../platform/kernel/clock.js';
import type { Tx } from '../../platform/persistence/transactions.js';
import { smsTooSoon } from '../domain/errors.js';

export const RESEND_SECONDS = 60;
export const SMS_PER_MOBILE_AND_HOUR = 5;
/** Many subscribers of a mobile network share one address of IPv4; still, nobody pays for more messages than this to numbers at random. */
export const SMS_PER_ADDRESS_AND_HOUR = 100;

const HOUR = 3600;
const LIMITS = [
  { by: 'mobile_hash', most: 1, seconds: RESEND_SECONDS },
  { by: 'mobile_hash', most: SMS_PER_MOBILE_AND_HOUR, seconds: HOUR },
  { by: 'address_hash', most: SMS_PER_ADDRESS_AND_HOUR, seconds: HOUR },
] as const;

export interface SmsSource {
  readonly mobile_hash: Buffer;
  readonly address_hash: Buffer;
}

/** How often codes are sent to one mobile and for one client address. */
@Injectable()
export class SmsLimits {
  constructor(private readonly clock: Clock) {}

  /** In the transaction that notes the code: requests of the same mobile or address take turns until it ends, always in this order. */
  async keep(tx: Tx, source: SmsSource): Promise<void> {
    for (const hash of [source.mobile_hash, source.address_hash]) {
      await sql`SELECT pg_advisory_xact_lock(hashtextextended(encode(${hash}, 'hex'), 0))`.execute(tx.db());
    }
    const waits: number[] = [];
    for (const limit of LIMITS) waits.push(await this.waitFor(tx, source, limit));
    const retryAfterSeconds = Math.max(...waits);
    if (retryAfterSeconds > 0) throw smsTooSoon({ retryAfterSeconds });
  }

  /** Until the oldest of the last so many is old enough. */
  private async waitFor(tx: Tx, source: SmsSource, { by, most, seconds }: (typeof LIMITS)[number]): Promise<number> {
    const now = this.clock.now().getTime();
    const { rows } = await sql<{ sent_at: Date }>`
      SELECT sent_at FROM identity.sms_code WHERE ${sql.ref(by)} = ${source[by]} AND sent_at > ${new Date(now - seconds * 1000)}
      ORDER BY sent_at DESC OFFSET ${most - 1} LIMIT 1
    `.execute(tx.db());
    return rows[0] ? Math.ceil((new Date(rows[0].sent_at).getTime() - now) / 1000) + seconds : 0;
  }
}
