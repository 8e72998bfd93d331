import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { unitOfWork } from '../../platform/persistence/transactions.js';
import { TakenIds } from '../contracts/taken-ids.js';
import { noSuchSubAccount } from '../domain/errors.js';
import { SubAccount, SubAccounts } from '../domain/sub-account.js';
import type { OrganizationTables } from '../tables.js';

@Injectable()
export class MikroOrmSubAccounts extends SubAccounts {
  constructor(
    private readonly em: EntityManager,
    private readonly modules: ModuleRef,
  ) {
    super();
  }

  async find(id: string): Promise<SubAccount | undefined> {
    return (await unitOfWork(this.em).findOne(SubAccount, { id })) ?? undefined;
  }

  async add(account: SubAccount): Promise<void> {
    if ((await this.isAdministrators(account.id)) || (await this.taken().has(account.id))) throw noSuchSubAccount();
    await unitOfWork(this.em).persist(account).flush();
  }

  /** The one question that goes back up the line (docs/decisions/ids-of-sub-accounts.md): whoever answers it imports this context. */
  private taken(): TakenIds {
    return this.modules.get(TakenIds, { strict: false });
  }

  private async isAdministrators(id: string): Promise<boolean> {
    const db = unitOfWork(this.em).getKysely<OrganizationTables>();
    return Boolean(
      await db.selectFrom('organization.administrator').where('id', '=', id).select('id').executeTakeFirst(),
    );
  }
}
