import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { Clock } from '../../platform/kernel/clock.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { smsWrong } from '../domain/errors.js';
import { type CodeProof, proofBy } from '../domain/sms-code.js';

export type SmsPurpose = 'register' | 'device' | 'recover';

interface CodeRow {
  id: string;
  code_hash: Buffer;
  mobile_hash: Buffer;
  asked_by: Buffer | null;
  tries: number;
  strangers_tries: number;
  used_at: Date | null;
  expires_at: Date;
}

export interface TypedCode {
  readonly mobile: Mobile;
  readonly code: string;
  readonly purpose: SmsPurpose;
  /** What the browser says of itself in which it was typed (`AskingBrowser`). */
  readonly browser?: string | undefined;
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
  async prove({ mobile, code, purpose, browser }: TypedCode): Promise<CodeProof> {
    return this.transactions.run(async (tx) => {
      const { rows } = await sql<CodeRow>`
        SELECT id, code_hash, mobile_hash, asked_by, tries, strangers_tries, used_at, expires_at FROM identity.sms_code
        WHERE mobile_hash = ANY(${this.hash.candidates(mobile, 'mobile')}::bytea[]) AND purpose = ${purpose}
        ORDER BY sent_at DESC, id DESC LIMIT 1 FOR UPDATE
      `.execute(tx.db());
      const sent = rows[0];
      if (!sent) return 'wrong';
      const [right, now] = [timingSafeEqual(sent.code_hash, smsCodeDigest(code, sent.mobile_hash)), this.clock.now()];
      const usedAt = sent.used_at && new Date(sent.used_at);
      const own = this.isAsker(sent, browser);
      const proof = proofBy({ tries: sent.tries, strangersTries: sent.strangers_tries, usedAt, expiresAt: new Date(sent.expires_at) }, { right, own }, now);
      if (proof === 'used-before') return proof;
      const tries = sql.ref(own ? 'tries' : 'strangers_tries');
      await sql`UPDATE identity.sms_code SET ${tries} = ${tries} + 1, used_at = ${proof === 'right' ? now : usedAt} WHERE id = ${sent.id}`.execute(tx.db());
      return proof;
    });
  }

  async require(typed: TypedCode): Promise<void> {
    if ((await this.prove(typed)) !== 'right') throw smsWrong();
  }

  /** What a session asked for is typed in a session of the same person: there are no strangers. */
  private isAsker({ asked_by: asker }: CodeRow, browser: string | undefined): boolean {
    return asker === null || (browser !== undefined && this.hash.candidates(browser, 'asking browser').some((own) => own.equals(asker)));
  }
}

export function smsCodeDigest(code: string, salt: Buffer): Buffer {
  return createHash('sha256').update(salt).update(code).digest();
}
