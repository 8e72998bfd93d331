import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { currentTx } from '../../platform/persistence/transactions.js';
import { type SubAccount, SubAccounts } from '../domain/sub-account.js';
import { SubAccountSchema } from './sub-account.schema.js';

@Injectable()
export class MikroOrmSubAccounts extends SubAccounts {
  constructor(private readonly em: EntityManager) {
    super();
  }

  async find(id: string): Promise<SubAccount | undefined> {
    return (await this.manager().findOne<SubAccount>(SubAccountSchema as never, { id } as never)) ?? undefined;
  }

  async add(account: SubAccount): Promise<void> {
    await this.manager().persist(account).flush();
  }

  private manager(): EntityManager {
    return currentTx()?.em ?? this.em.fork();
  }
}
