import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { Clock } from '../../platform/kernel/clock.js';
import { newId } from '../../platform/kernel/ids.js';
import { Database } from '../../platform/persistence/database.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { smsUnavailable } from '../domain/errors.js';
import { type DemoSms, SmsGateway } from '../domain/ports.js';
import type { IdentityTables } from '../tables.js';

/**
 * A gateway behind HTTP: `POST <url>` with `{"mobile": "+8613800000000", "content": "…"}`; any 2xx means that it took the message.
 */
@Injectable()
export class HttpSmsGateway extends SmsGateway {
  constructor(private readonly config: Config) {
    super();
  }

  async send(mobile: string, content: string): Promise<void> {
    const body = JSON.stringify({ mobile: mobile.startsWith('+') ? mobile : `+86${mobile}`, content });
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(5000),
      redirect: 'error',
    } as const;
    const answer = await fetch(this.config.settings.BAMIN_SMS_GATEWAY_URL!, request).catch(() => undefined);
    if (!answer?.ok) throw smsUnavailable();
  }
}

/** Demo adapter: nothing is sent; the demo inbox shows what would have been. */
@Injectable()
export class DemoSmsGateway extends SmsGateway {
  constructor(
    private readonly transactions: Transactions,
    private readonly database: Database,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {
    super();
  }

  async send(mobile: string, content: string): Promise<void> {
    await this.transactions.run((tx) =>
      tx
        .db<IdentityTables>()
        .insertInto('identity.demo_sms')
        .values({
          id: newId(),
          mobile: this.cipher.encrypt(mobile, 'demo-sms'),
          content: this.cipher.encrypt(content, 'demo-sms'),
          sent_at: this.clock.now(),
        })
        .execute(),
    );
  }

  /** The newest fifty. */
  override async demoInbox(): Promise<DemoSms[]> {
    const rows = await this.database
      .read<IdentityTables>()
      .selectFrom('identity.demo_sms')
      .select(['mobile', 'content', 'sent_at'])
      .orderBy('sent_at', 'desc')
      .limit(50)
      .execute();
    return rows.map((row) => ({
      mobile: this.cipher.decrypt(row.mobile, 'demo-sms'),
      content: this.cipher.decrypt(row.content, 'demo-sms'),
      sentAt: row.sent_at.toISOString(),
    }));
  }
}
