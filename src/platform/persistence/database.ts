import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { currentTx } from './transactions.js';

/** SQL for reading; sees the uncommitted rows of the transaction it is called in. */
@Injectable()
export class Database {
  constructor(private readonly em: EntityManager) {}

  read<Tables>(): Kysely<Tables> {
    return currentTx()?.db<Tables>() ?? (this.em.fork().getKysely<Tables>() as unknown as Kysely<Tables>);
  }
}
