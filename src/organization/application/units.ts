import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { AdministratorAppointedV1 } from '../contracts/events.js';

export interface NewUnit {
  readonly id: string;
  readonly name: string;
  readonly uscc: string;
  readonly path: string;
  readonly areaKey: string;
}

/** Opens government units and appoints their administrators. */
@Injectable()
export class Units {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  async open({ id, name, uscc, path, areaKey }: NewUnit): Promise<void> {
    await this.transactions.run((tx) =>
      sql`
        INSERT INTO organization.organization (id, kind, name, uscc, path, area_key, show_causes, created_at)
        VALUES (${id}, 'government', ${name}, ${uscc}, ${path}::ltree, ${areaKey}, true, ${this.clock.now()}) ON CONFLICT DO NOTHING
      `.execute(tx.db()),
    );
  }

  async appoint(administratorId: string, organizationId: string, mobile: string, name: string): Promise<void> {
    const now = this.clock.now();
    await this.transactions.run(async (tx) => {
      const { rows } = await sql`
        INSERT INTO organization.administrator (id, organization_id, name, mobile, appointed_at)
        VALUES (${administratorId}, ${organizationId}, ${this.cipher.encrypt(name, 'name')}, ${this.cipher.encrypt(mobile, 'mobile')}, ${now})
        ON CONFLICT DO NOTHING RETURNING 1
      `.execute(tx.db());
      if (rows.length === 0) return;
      const payload = { administratorId, organizationId };
      const fact = { type: AdministratorAppointedV1, aggregateId: administratorId, aggregateVersion: 1, occurredAt: now.toISOString(), payload };
      await this.outbox.append(tx, [fact]);
    });
  }
}
