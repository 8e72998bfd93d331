import { LockMode, UniqueConstraintViolationException } from '@mikro-orm/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { unitOfWork } from '../../platform/persistence/transactions.js';
import { Account, Accounts, type Door } from '../domain/account.js';
import type { IdentityTables } from '../tables.js';

/** More units than this do not employ one person. */
const MOST_WITH_ONE_LOGIN = 5;

@Injectable()
export class MikroOrmAccounts extends Accounts {
  constructor(
    private readonly em: EntityManager,
    private readonly hash: KeyedHash,
  ) {
    super();
  }

  async find(id: string): Promise<Account | undefined> {
    return (await unitOfWork(this.em).findOne(Account, { id })) ?? undefined;
  }

  async hold(id: string): Promise<Account | undefined> {
    return (await unitOfWork(this.em).findOne(Account, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })) ?? undefined;
  }

  async byLogin(door: Door, login: string): Promise<Account[]> {
    const loginHash = { $in: this.hash.candidates(login, 'login') };
    const all = await unitOfWork(this.em).find(Account, { door, loginHash }, { orderBy: { createdAt: 'asc' } });
    return all.filter(({ enabled }) => enabled).slice(0, MOST_WITH_ONE_LOGIN);
  }

  async withMobile(mobile: string): Promise<Account[]> {
    const mobileHash = { $in: this.hash.candidates(mobile, 'mobile') };
    return unitOfWork(this.em).find(Account, { mobileHash }, { orderBy: { createdAt: 'asc' } });
  }

  /** Behind a savepoint: a mobile or an id that is taken ends only this attempt, not the transaction around it. */
  async add(account: Account): Promise<boolean> {
    try {
      await unitOfWork(this.em).transactional(async (em) => {
        await em.persist(account).flush();
        await em.getKysely<IdentityTables>().insertInto('identity.capacity').values(rowsOf(account)).execute();
      });
      return true;
    } catch (error) {
      if (error instanceof UniqueConstraintViolationException) return false;
      throw error;
    }
  }
}

function rowsOf({ id: account_id, capacities }: Account) {
  return capacities.map(({ id, role, organizationId: organization_id, authorityId: authority_id }) => ({
    id,
    account_id,
    role,
    organization_id,
    authority_id,
  }));
}
