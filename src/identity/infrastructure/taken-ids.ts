import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { TakenIds } from '../../organization/contracts/taken-ids.js';
import { Database } from '../../platform/persistence/database.js';

@Injectable()
export class SqlTakenIds extends TakenIds {
  constructor(private readonly database: Database) {
    super();
  }

  async has(id: string): Promise<boolean> {
    const { rows } = await sql`
      SELECT FROM identity.account WHERE id = ${id} UNION ALL SELECT FROM identity.resident WHERE id = ${id} UNION ALL SELECT FROM identity.capacity WHERE id = ${id}
    `.execute(this.database.read());
    return rows.length > 0;
  }
}
