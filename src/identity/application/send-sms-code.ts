import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { Clock } from '../../platform/kernel/clock.js';
import { newId } from '../../platform/kernel/ids.js';
import { Transactions, type Tx } from '../../platform/persistence/transactions.js';
import { smsTooSoon, smsWrong } from '../domain/errors.js';
import { SmsGateway } from '../domain/ports.js';

export type SmsPurpose = 'register' | 'device';

const VALID_MINUTES = 5;
const TRIES = 5;
export const RESEND_SECONDS = 60;
const PER_HOUR = 5;

export class SendSmsCode extends Command<{ retryAfterSeconds: number }> {
  constructor(
    readonly mobile: string,
    readonly purpose: SmsPurpose,
  ) {
    super();
  }
}

@CommandHandler(SendSmsCode)
export class SendSmsCodeHandler implements ICommandHandler<SendSmsCode> {
  constructor(
    private readonly transactions: Transactions,
    private readonly gateway: SmsGateway,
    private readonly hash: KeyedHash,
    private readonly clock: Clock,
  ) {}

  async execute({ mobile, purpose }: SendSmsCode): Promise<{ retryAfterSeconds: number }> {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    await this.transactions.run((tx) => this.note(tx, mobile, purpose, code));
    await this.gateway.send(mobile, `【八闽健康码】验证码${code}，${VALID_MINUTES}分钟内有效，请勿告知他人。`);
    return { retryAfterSeconds: RESEND_SECONDS };
  }

  private async note(tx: Tx, mobile: string, purpose: SmsPurpose, code: string): Promise<void> {
    const now = this.clock.now();
    const mobileHash = this.hash.of(mobile, 'mobile');
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(encode(${mobileHash}, 'hex'), 0))`.execute(tx.db());
    const { rows } = await sql<{ lately: number; within_hour: number }>`
      SELECT count(*) FILTER (WHERE sent_at > ${new Date(now.getTime() - RESEND_SECONDS * 1000)})::int AS lately, count(*)::int AS within_hour
      FROM identity.sms_code WHERE mobile_hash = ${mobileHash} AND sent_at > ${new Date(now.getTime() - 3_600_000)}
    `.execute(tx.db());
    if (rows[0]!.lately > 0 || rows[0]!.within_hour >= PER_HOUR) throw smsTooSoon({ retryAfterSeconds: RESEND_SECONDS });
    await sql`
      INSERT INTO identity.sms_code (id, mobile_hash, purpose, code_hash, sent_at, expires_at)
      VALUES (${newId()}, ${mobileHash}, ${purpose}, ${digest(code, mobileHash)}, ${now}, ${new Date(now.getTime() + VALID_MINUTES * 60_000)})
    `.execute(tx.db());
  }
}

/** Checks codes: the newest one per mobile and purpose, five tries, used once. */
@Injectable()
export class SmsCodes {
  constructor(
    private readonly transactions: Transactions,
    private readonly hash: KeyedHash,
    private readonly clock: Clock,
  ) {}

  /** In a transaction of its own, so that a miss is counted whatever the caller does next. */
  async passed(mobile: string, code: string, purpose: SmsPurpose): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const { rows } = await sql<{ id: string; code_hash: Buffer; mobile_hash: Buffer }>`
        SELECT id, code_hash, mobile_hash FROM identity.sms_code
        WHERE mobile_hash = ANY(${this.hash.candidates(mobile, 'mobile')}::bytea[]) AND purpose = ${purpose}
          AND used_at IS NULL AND expires_at > ${this.clock.now()} AND tries < ${TRIES}
        ORDER BY sent_at DESC LIMIT 1 FOR UPDATE
      `.execute(tx.db());
      const sent = rows[0];
      if (!sent) return false;
      const right = timingSafeEqual(sent.code_hash, digest(code, sent.mobile_hash));
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

function digest(code: string, salt: Buffer): Buffer {
  return createHash('sha256').update(salt).update(code).digest();
}
