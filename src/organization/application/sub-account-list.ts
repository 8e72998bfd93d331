import { Injectable } from '@nestjs/common';
import { AccessLog } from '../../platform/audit/access-log.js';
import type { Principal } from '../../platform/authorization/principal.js';
import { covers, type Scope } from '../../platform/authorization/scope.js';
import { decodeCursor, type Page, toPage } from '../../platform/http/page.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { noSuchOrganization, noSuchSubAccount } from '../domain/errors.js';
import type { SubAccountStatus } from '../domain/sub-account.js';
import type { OrganizationTables } from '../tables.js';
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

/** What who looks may see, and which of it change. */
export interface SubAccountScopes {
  readonly readable: Scope;
  readonly manageable: Scope;
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

  async page(
    principal: Principal,
    { readable: scope, manageable }: SubAccountScopes,
    filter: SubAccountFilter,
  ): Promise<Page<SubAccountView>> {
    const { name, cursor, limit, ...narrowed } = filter;
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
      const rows = await newestSubAccounts(tx.db<OrganizationTables>(), wanted).execute();
      await this.accessLog.record(tx, {
        ...who(principal),
        what: 'sub-account list',
        rows: Math.min(rows.length, limit),
      });
      return toPage(
        rows,
        limit,
        (row) => this.view(row, manageable),
        (row) => [row.added_at.toISOString(), row.id],
      );
    });
  }

  async one(principal: Principal, { readable, manageable }: SubAccountScopes, id: string): Promise<SubAccountView> {
    return this.transactions.run(async (tx) => {
      const row = await oneSubAccount(tx.db<OrganizationTables>(), readable, id).executeTakeFirst();
      if (!row) throw noSuchSubAccount();
      await this.accessLog.record(tx, { ...who(principal), subAccount: id, what: 'sub-account' });
      return this.view(row, manageable);
    });
  }

  private view(row: SubAccountRow, manageable: Scope): SubAccountView {
    return {
      id: row.id,
      name: this.contacts.opened(row.name),
      maskedMobile: row.masked_mobile,
      status: row.status,
      addedAt: row.added_at.toISOString(),
      version: row.version,
      unit: { id: row.unit_id, name: row.unit_name },
      manageable: covers(manageable, { organizationId: row.unit_id }),
    };
  }
}

function who({ accountId, organizationId }: Principal) {
  return { accountId, ...(organizationId ? { organizationId } : {}), purpose: 'sub-account management' };
}
