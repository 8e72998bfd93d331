import { Injectable } from '@nestjs/common';
import { AccessLog } from '../../platform/audit/access-log.js';
import { type AppAbility, theSubject } from '../../platform/authorization/ability.js';
import type { Principal } from '../../platform/authorization/principal.js';
import { scopeOf } from '../../platform/authorization/scope.js';
import { decodeCursor, type Page, toPage } from '../../platform/http/page.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { noSuchOrganization, noSuchSubAccount } from '../domain/errors.js';
import type { SubAccountStatus } from '../domain/sub-account.js';
import { ContactSeal } from './contact-seal.js';
import { newestSubAccounts, oneSubAccount, type SubAccountRow } from './sub-account-query.js';
import { type UnitName, UnitsInScope } from './units-in-scope.js';

export interface SubAccountFilter {
  readonly status?: SubAccountStatus | undefined;
  /** What the name begins with. */
  readonly name?: string | undefined;
  /** As the list shows it, or its last four digits: no number stands in an address. */
  readonly mobile?: string | undefined;
  readonly unitId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface SubAccountView {
  readonly id: string;
  readonly name: string;
  readonly maskedMobile: string;
  readonly status: SubAccountStatus;
  readonly addedAt: string;
  readonly version: number;
  readonly unit: UnitName;
  /** Whether who looks may also change it. */
  readonly manageable: boolean;
}

/** 子账号管理: scanners of a unit and of those below it, newest first. Names are shown in full, so the look is logged. */
@Injectable()
export class SubAccountList {
  constructor(
    private readonly transactions: Transactions,
    private readonly accessLog: AccessLog,
    private readonly contacts: ContactSeal,
    private readonly units: UnitsInScope,
  ) {}

  async page(principal: Principal, ability: AppAbility, filter: SubAccountFilter): Promise<Page<SubAccountView>> {
    const { name, cursor, limit, ...narrowed } = filter;
    const scope = scopeOf(ability, 'read', 'SubAccount');
    const after = decodeCursor(cursor, 'at', 'id');
    if (filter.unitId && !(await this.units.has(scope, filter.unitId))) throw noSuchOrganization();
    const wanted = {
      ...narrowed,
      scope,
      after,
      prefixHashes: name ? this.contacts.searchedPrefix(name) : undefined,
      rows: limit + 1,
    };
    return this.transactions.run(async (tx) => {
      const { rows } = await newestSubAccounts(wanted).execute(tx.db());
      await this.accessLog.record(tx, {
        ...who(principal),
        what: 'sub-account list',
        rows: Math.min(rows.length, limit),
      });
      return toPage(
        rows,
        limit,
        (row) => this.view(row, ability),
        (row) => [new Date(row.added_at).toISOString(), row.id],
      );
    });
  }

  async one(principal: Principal, ability: AppAbility, id: string): Promise<SubAccountView> {
    return this.transactions.run(async (tx) => {
      const { rows } = await oneSubAccount(scopeOf(ability, 'read', 'SubAccount'), id).execute(tx.db());
      if (!rows[0]) throw noSuchSubAccount();
      await this.accessLog.record(tx, { ...who(principal), subAccount: id, what: 'sub-account' });
      return this.view(rows[0], ability);
    });
  }

  private view(row: SubAccountRow, ability: AppAbility): SubAccountView {
    return {
      id: row.id,
      name: this.contacts.opened(row.name),
      maskedMobile: row.masked_mobile,
      status: row.status,
      addedAt: new Date(row.added_at).toISOString(),
      version: row.version,
      unit: { id: row.unit_id, name: row.unit_name },
      manageable: ability.can('manage', theSubject('SubAccount', { organizationId: row.unit_id })),
    };
  }
}

function who({ accountId, organizationId }: Principal) {
  return { accountId, ...(organizationId ? { organizationId } : {}), purpose: 'sub-account management' };
}
