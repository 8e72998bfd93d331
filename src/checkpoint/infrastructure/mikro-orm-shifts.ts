import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { unitOfWork } from '../../platform/persistence/transactions.js';
import { shiftIdTaken } from '../domain/errors.js';
import { Shift, Shifts } from '../domain/shift.js';
import type { CheckpointTables } from '../tables.js';

@Injectable()
export class MikroOrmShifts extends Shifts {
  constructor(private readonly em: EntityManager) {
    super();
  }

  async takeTurn(scannerId: string): Promise<void> {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`shifts of ${scannerId}`}, 0))`.execute(
      unitOfWork(this.em).getKysely(),
    );
  }

  async find(id: string): Promise<Shift | undefined> {
    return (await unitOfWork(this.em).findOne(Shift, { id })) ?? undefined;
  }

  async openOf(scannerId: string): Promise<Shift | undefined> {
    const open = await unitOfWork(this.em)
      .getKysely<CheckpointTables>()
      .selectFrom('checkpoint.shift')
      .where('scanner_id', '=', scannerId)
      .where('closed_at', 'is', null)
      .select('id')
      .executeTakeFirst();
    return open && this.find(open.id);
  }

  /** The ORM inserts before it updates, and the table has room for one open shift of a scanner: hence what was closed goes first. */
  async add(shift: Shift): Promise<void> {
    const em = unitOfWork(this.em);
    await em.flush();
    await em
      .persist(shift)
      .flush()
      .catch((error: Error) => {
        throw error.name === 'UniqueConstraintViolationException' ? shiftIdTaken() : error;
      });
  }
}
