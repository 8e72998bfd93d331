import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { smsWrong } from '../domain/errors.js';

export type SmsPurpose = 'register' | 'device' | 'recover';

const TRIES = 5;

interface SentCode {
  id: string;
  code_hash: Buffer;
  mobile_hash: Buffer;
  tries: number;
  used_at: Date | null;
  expires_at: Date;
}

/** Checks codes: the newest one per mobile and purpose, five tries, used once. */
@Injectable()
export class SmsCodes {
  constructor(
    private readonly transactions: Transactions,
    private readonly hash: KeyedHash,
    private readonly clock: Clock,
  ) {}

  /** In a transaction of its own, so that a miss is counted whatever the caller does next. An older code is dead, also when the newest one is. */
  async passed(mobile: string, code: string, purpose: SmsPurpose): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const { rows } = await sql<SentCode>`
        SELECT id, code_hash, mobile_hash, tries, used_at, expires_at FROM identity.sms_code
        WHERE mobile_hash = ANY(${this.hash.candidates(mobile, 'mobile')}::bytea[]) AND purpose = ${purpose}
        ORDER BY sent_at DESC, id DESC LIMIT 1 FOR UPDATE
      `.execute(tx.db());
      const sent = rows[0];
      if (!sent || sent.used_at || sent.tries >= TRIES || new Date(sent.expires_at) <= this.clock.now()) return false;
      const right = timingSafeEqual(sent.code_hash, smsCodeDigest(code, sent.mobile_hash));
      await sql`
        UPDATE identity.sms_code SET tries = tries + 1, used_at = ${right ? this.clock.now() : null} WHERE id = ${sent.id}
      `.execute(tx.db());
      return right;
    });
  }

  async require(mobile: string, code: string, purpose: SmsPurpose): Promise<void> {
    if (!(await this.passed(mobile, code, purpose))) throw smsWrong();
  }
}

export function smsCodeDigest(code: string, salt: Buffer): Buffer {
  return createHash('sha256').update(salt).update(code).digest();
}
