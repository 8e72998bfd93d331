import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { Clock } from '../../platform/kernel/clock.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import { Transactions, type Tx } from '../../platform/persistence/transactions.js';
import { smsWrong } from '../domain/errors.js';
import { type CodeOfMobile, REPEATABLE_MINUTES, tryAt, VALID_MINUTES } from '../domain/sms-code.js';
import type { IdentityTables } from '../tables.js';

export type SmsPurpose = 'register' | 'device' | 'recover';

interface Code extends CodeOfMobile {
  readonly id: string;
  readonly hash: Buffer;
  readonly salt: Buffer;
}

export interface TypedCode {
  readonly mobile: Mobile;
  readonly code: string;
  readonly purpose: SmsPurpose;
  /** What the browser says of itself in which it was typed (`AskingBrowser`). */
  readonly browser?: string | undefined;
}

/** What a code said; the right one is spent with what it was asked for. */
export type Proven = { readonly proof: 'right'; readonly codeId: string } | { readonly proof: 'used-before' | 'wrong' };

@Injectable()
export class SmsCodes {
  constructor(
    private readonly transactions: Transactions,
    private readonly hash: KeyedHash,
    private readonly clock: Clock,
  ) {}

  /** Counts the try, in a transaction of its own: whatever the caller does next. */
  async prove(typed: TypedCode): Promise<Proven> {
    return this.transactions.run(async (tx) => {
      const sent = await this.sent(tx, typed);
      const tried = tryAt(
        sent,
        ({ hash, salt }) => timingSafeEqual(hash, smsCodeDigest(typed.code, salt)),
        this.clock.now(),
      );
      if (tried.proof === 'used-before') return { proof: tried.proof };
      const right = tried.proof === 'right' ? tried.code.id : undefined;
      await this.count(tx, tried.looked, right);
      return right === undefined ? { proof: 'wrong' } : { proof: 'right', codeId: right };
    });
  }

  /** @throws SMS.CODE_WRONG */
  async require(typed: TypedCode): Promise<string> {
    const proven = await this.prove(typed);
    if (proven.proof !== 'right') throw smsWrong();
    return proven.codeId;
  }

  /** In the transaction of what the code was asked for; whoever else would spend it waits until that ends. @returns whether it was still there */
  async spend(tx: Tx, codeId: string): Promise<boolean> {
    const spent = await tx
      .db<IdentityTables>()
      .updateTable('identity.sms_code')
      .set({ used_at: this.clock.now() })
      .where('id', '=', codeId)
      .where('used_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    return spent !== undefined;
  }

  /** Those that may still say something, newest first. They stay locked, so that every try sees those before it. */
  private async sent(tx: Tx, { mobile, purpose, browser }: TypedCode): Promise<Code[]> {
    const since = new Date(this.clock.now().getTime() - (VALID_MINUTES + REPEATABLE_MINUTES) * 60_000);
    const rows = await tx
      .db<IdentityTables>()
      .selectFrom('identity.sms_code')
      .selectAll()
      .where('mobile_hash', 'in', this.hash.candidates(mobile, 'mobile'))
      .where('purpose', '=', purpose)
      .where('sent_at', '>', since)
      .orderBy('sent_at', 'desc')
      .orderBy('id', 'desc')
      .forUpdate()
      .execute();
    const names = browser === undefined ? [] : this.hash.candidates(browser, 'asking browser');
    // What a session asks for has no name: it is typed in a session of the same person.
    const isOwn = (asker: Buffer | null) =>
      asker === null ? browser === undefined : names.some((name) => name.equals(asker));
    return rows.map((row) => ({
      id: row.id,
      hash: row.code_hash,
      salt: row.mobile_hash,
      own: isOwn(row.asked_by),
      tries: row.tries,
      strangersTries: row.strangers_tries,
      sentAt: row.sent_at,
      usedAt: row.used_at,
      expiresAt: row.expires_at,
    }));
  }

  /** The right one is one of the five wherever it is typed: so many documents may be tried with it, and no more elsewhere. */
  private async count(tx: Tx, looked: readonly Code[], right: string | undefined): Promise<void> {
    if (looked.length === 0) return;
    const [own, strange] = [
      looked.filter((code) => code.own || code.id === right),
      looked.filter((code) => !code.own),
    ].map((codes) => codes.map(({ id }) => id));
    await sql`
      UPDATE identity.sms_code SET tries = tries + (id = ANY(${own}::uuid[]))::int, strangers_tries = strangers_tries + (id = ANY(${strange}::uuid[]))::int
      WHERE id = ANY(${looked.map(({ id }) => id)}::uuid[])
    `.execute(tx.db());
  }
}

export function smsCodeDigest(code: string, salt: Buffer): Buffer {
  return createHash('sha256').update(salt).update(code).digest();
}
