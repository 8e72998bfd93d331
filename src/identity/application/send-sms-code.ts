import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { randomInt } from 'node:crypto';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { Clock } from '../../platform/kernel/clock.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import { newId } from '../../platform/kernel/ids.js';
import { Transactions, type Tx } from '../../platform/persistence/transactions.js';
import type { IdentityTables } from '../tables.js';
import { subscriberOf } from './client-address.js';
import { VALID_MINUTES } from '../domain/sms-code.js';
import { SmsGateway } from '../domain/ports.js';
import { RESEND_SECONDS } from '../domain/sms-limits.js';
import { smsCodeDigest, type SmsPurpose } from './sms-codes.js';
import { SmsLimits } from './sms-limits.js';

export interface Asker {
  /** Of the client. */
  readonly address: string;
  /** Whether it is a session of this person, or a browser in which they signed in before. */
  readonly known: boolean;
  /** What the browser says of itself (`AskingBrowser`); a session needs none. */
  readonly browser?: string;
}

export class SendSmsCode extends Command<{ retryAfterSeconds: number }> {
  constructor(
    readonly mobile: Mobile,
    readonly purpose: SmsPurpose,
    readonly by: Asker,
  ) {
    super();
  }
}

@CommandHandler(SendSmsCode)
export class SendSmsCodeHandler implements ICommandHandler<SendSmsCode> {
  constructor(
    private readonly transactions: Transactions,
    private readonly gateway: SmsGateway,
    private readonly limits: SmsLimits,
    private readonly hash: KeyedHash,
    private readonly clock: Clock,
  ) {}

  async execute(wish: SendSmsCode): Promise<{ retryAfterSeconds: number }> {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    await this.transactions.run((tx) => this.writeDown(tx, wish, code));
    await this.gateway.send(wish.mobile, `【八闽健康码】验证码${code}，${VALID_MINUTES}分钟内有效，请勿告知他人。`);
    return { retryAfterSeconds: RESEND_SECONDS };
  }

  private async writeDown(
    tx: Tx,
    { mobile, purpose, by: { address, known, browser } }: SendSmsCode,
    code: string,
  ): Promise<void> {
    const mobileHash = this.hash.of(mobile, 'mobile');
    const addressHash = this.hash.of(subscriberOf(address), 'address');
    await this.limits.requireRoom(tx, { mobileHash, addressHash, known });
    const now = this.clock.now();
    await tx
      .db<IdentityTables>()
      .insertInto('identity.sms_code')
      .values({
        id: newId(),
        mobile_hash: mobileHash,
        address_hash: addressHash,
        asked_by: browser === undefined ? null : this.hash.of(browser, 'asking browser'),
        known,
        purpose,
        code_hash: smsCodeDigest(code, mobileHash),
        sent_at: now,
        expires_at: new Date(now.getTime() + VALID_MINUTES * 60_000),
      })
      .execute();
  }
}
