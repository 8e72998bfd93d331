import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../../platform/kernel/clock.js';
import type { Tx } from '../../platform/persistence/transactions.js';
import { smsTooSoon } from '../domain/errors.js';

export const RESEND_SECONDS = 60;
/** For the person themself: a session, or a browser in which they signed in before. */
export const SMS_PER_MOBILE_AND_HOUR = 5;
/** For strangers together, who cannot be told from the person at a new phone: enough that one stranger, or three, do not use it up. */
export const SMS_BY_STRANGERS_PER_MOBILE_AND_HOUR = 10;
export const SMS_BY_ONE_STRANGER_PER_MOBILE_AND_HOUR = 3;
/** Many subscribers of a mobile network share one address of IPv4; still, nobody pays for more messages than this to numbers at random. */
export const SMS_PER_ADDRESS_AND_HOUR = 100;

const HOUR = 3600;
interface Limit {
  readonly by: readonly ('mobile_hash' | 'address_hash')[];
  readonly most: number;
  readonly seconds: number;
}
const OWN: readonly Limit[] = [
  { by: ['mobile_hash'], most: 1, seconds: RESEND_SECONDS },
  { by: ['mobile_hash'], most: SMS_PER_MOBILE_AND_HOUR, seconds: HOUR },
];
const STRANGERS: readonly Limit[] = [
  { by: ['mobile_hash'], most: 1, seconds: RESEND_SECONDS },
  { by: ['mobile_hash'], most: SMS_BY_STRANGERS_PER_MOBILE_AND_HOUR, seconds: HOUR },
  { by: ['mobile_hash', 'address_hash'], most: SMS_BY_ONE_STRANGER_PER_MOBILE_AND_HOUR, seconds: HOUR },
  { by: ['address_hash'], most: SMS_PER_ADDRESS_AND_HOUR, seconds: HOUR },
];

export interface SmsSource {
  readonly mobile_hash: Buffer;
  readonly address_hash: Buffer;
  readonly known: boolean;
}

/** How often codes are sent to one mobile and for one client address. What strangers ask for is counted apart: it uses up nothing of the person's own. */
@Injectable()
export class SmsLimits {
  constructor(private readonly clock: Clock) {}

  /** In the transaction that notes the code: requests of the same mobile or address take turns until it ends, always in this order. */
  async keep(tx: Tx, source: SmsSource): Promise<void> {
    for (const hash of [source.mobile_hash, source.address_hash]) {
      await sql`SELECT pg_advisory_xact_lock(hashtextextended(encode(${hash}, 'hex'), 0))`.execute(tx.db());
    }
    const waits: number[] = [];
    for (const limit of source.known ? OWN : STRANGERS) waits.push(await this.waitFor(tx, source, limit));
    const retryAfterSeconds = Math.max(...waits);
    if (retryAfterSeconds > 0) throw smsTooSoon({ retryAfterSeconds });
  }

  /** Until the oldest of the last so many is old enough. */
  private async waitFor(tx: Tx, source: SmsSource, { by, most, seconds }: Limit): Promise<number> {
    const now = this.clock.now().getTime();
    const { rows } = await sql<{ sent_at: Date }>`
      SELECT sent_at FROM identity.sms_code WHERE ${sql.join(
        by.map((column) => sql`${sql.ref(column)} = ${source[column]}`),
        sql` AND `,
      )} AND known = ${source.known} AND sent_at > ${new Date(now - seconds * 1000)}
      ORDER BY sent_at DESC OFFSET ${most - 1} LIMIT 1
    `.execute(tx.db());
    return rows[0] ? Math.ceil((new Date(rows[0].sent_at).getTime() - now) / 1000) + seconds : 0;
  }
}
