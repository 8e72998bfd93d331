import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { currentTx } from '../../platform/persistence/transactions.js';
import { TakenIds } from '../contracts/taken-ids.js';
import { noSuchSubAccount } from '../domain/errors.js';
import { type SubAccount, SubAccounts } from '../domain/sub-account.js';
import { SubAccountSchema } from './sub-account.schema.js';

@Injectable()
export class MikroOrmSubAccounts extends SubAccounts {
  constructor(
    private readonly em: EntityManager,
    private readonly taken: TakenIds,
  ) {
    super();
  }

  async find(id: string): Promise<SubAccount | undefined> {
    return (await this.manager().findOne<SubAccount>(SubAccountSchema as never, { id } as never)) ?? undefined;
  }

  async add(account: SubAccount): Promise<void> {
    if ((await this.isAdministrators(account.id)) || (await this.taken.has(account.id))) throw noSuchSubAccount();
    await this.manager().persist(account).flush();
  }

  private async isAdministrators(id: string): Promise<boolean> {
    const { rows } = await sql`SELECT FROM organization.administrator WHERE id = ${id}`.execute(
      this.manager().getKysely(),
    );
    return rows.length > 0;
  }

  private manager(): EntityManager {
    return currentTx()?.em ?? this.em.fork();
  }
}
