import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { Clock } from '../../platform/kernel/clock.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { Database } from '../../platform/persistence/database.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { AdministratorAppointedV1 } from '../contracts/events.js';
import { takenPath, takenUscc } from '../domain/errors.js';
import { type NewUnit, Unit, UnitTree } from '../domain/unit.js';
import type { OrganizationTables } from '../tables.js';

/** Opens government units and appoints their administrators. */
@Injectable()
export class Units {
  constructor(
    private readonly transactions: Transactions,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly tree: UnitTree,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  /** Harmless when this unit is open already. @throws when the code has a slip, or code or place in the tree are another's */
  async open(unit: NewUnit): Promise<void> {
    const opened = Unit.open(unit, this.clock.now());
    await this.transactions.run(async (tx) => {
      if ((await this.tree.findToPlace(opened.id)) ?? (await this.isTaken(opened))) return;
      await this.tree.add(opened);
      await this.outbox.appendFrom(tx, opened);
    });
  }

  async appoint(administratorId: string, organizationId: string, mobile: Mobile, name: string): Promise<void> {
    const now = this.clock.now();
    await this.transactions.run(async (tx) => {
      const { rows } = await sql`
        INSERT INTO organization.administrator (id, organization_id, name, mobile, appointed_at)
        SELECT ${administratorId}, ${organizationId}, ${this.cipher.encrypt(name, 'name')}, ${this.cipher.encrypt(mobile, 'mobile')}, ${now}
        WHERE NOT EXISTS (SELECT FROM organization.sub_account WHERE id = ${administratorId})
        ON CONFLICT DO NOTHING RETURNING 1
      `.execute(tx.db());
      if (rows.length === 0) return;
      const payload = { administratorId, organizationId };
      const fact = {
        type: AdministratorAppointedV1,
        aggregateId: administratorId,
        aggregateVersion: 1,
        occurredAt: now.toISOString(),
        payload,
      };
      await this.outbox.append(tx, [fact]);
    });
  }

  /** Nobody else opens a unit meanwhile. @throws when code or place are another's @returns whether the id is an enterprise's */
  private async isTaken({ id, uscc, path }: Unit): Promise<boolean> {
    const rows = await this.database
      .read<OrganizationTables>()
      .selectFrom('organization.organization')
      .where((found) => found.or({ id, uscc, path }))
      .select(['id', 'uscc'])
      .execute();
    if (rows.some((found) => found.id === id)) return true;
    if (rows.some((found) => found.uscc === uscc)) throw takenUscc();
    if (rows.length > 0) throw takenPath();
    return false;
  }
}
