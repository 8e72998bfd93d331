import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { Clock } from '../../platform/kernel/clock.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { smsWrong } from '../domain/errors.js';
import { type CodeProof, MOST_TRIES, proofBy } from '../domain/sms-code.js';

export type SmsPurpose = 'register' | 'device' | 'recover';

interface CodeRow {
  id: string;
  code_hash: Buffer;
  mobile_hash: Buffer;
  tries: number;
  used_at: Date | null;
  expires_at: Date;
}

/** Checks codes: the newest one per mobile and purpose. */
@Injectable()
export class SmsCodes {
  constructor(
    private readonly transactions: Transactions,
    private readonly hash: KeyedHash,
    private readonly clock: Clock,
  ) {}

  /** In a transaction of its own, so that a miss is counted whatever the caller does next. An older code is dead, also when the newest one is. */
  async prove(mobile: Mobile, code: string, purpose: SmsPurpose): Promise<CodeProof> {
    return this.transactions.run(async (tx) => {
      const { rows } = await sql<CodeRow>`
        SELECT id, code_hash, mobile_hash, tries, used_at, expires_at FROM identity.sms_code
        WHERE mobile_hash = ANY(${this.hash.candidates(mobile, 'mobile')}::bytea[]) AND purpose = ${purpose}
        ORDER BY sent_at DESC, id DESC LIMIT 1 FOR UPDATE
      `.execute(tx.db());
      const sent = rows[0];
      if (!sent) return 'wrong';
      const [right, now] = [timingSafeEqual(sent.code_hash, smsCodeDigest(code, sent.mobile_hash)), this.clock.now()];
      const usedAt = sent.used_at && new Date(sent.used_at);
      const proof = proofBy({ tries: sent.tries, usedAt, expiresAt: new Date(sent.expires_at) }, right, now);
      if (proof === 'used-before') return proof;
      await sql`UPDATE identity.sms_code SET tries = tries + 1, used_at = ${proof === 'right' ? now : usedAt} WHERE id = ${sent.id} AND tries < ${MOST_TRIES}`.execute(tx.db());
      return proof;
    });
  }

  async require(mobile: Mobile, code: string, purpose: SmsPurpose): Promise<void> {
    if ((await this.prove(mobile, code, purpose)) !== 'right') throw smsWrong();
  }
}

export function smsCodeDigest(code: string, salt: Buffer): Buffer {
  return createHash('sha256').update(salt).update(code).digest();
}
