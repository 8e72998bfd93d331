import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { z } from 'zod';
import { AccessLog } from '../../platform/audit/access-log.js';
import type { Principal } from '../../platform/authorization/principal.js';
import { type Scope, scopeSql } from '../../platform/authorization/scope.js';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { decodeCursor, type Page, toPage } from '../../platform/http/page.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import type { SubAccount, SubAccountStatus } from '../domain/sub-account.js';

export interface SubAccountView {
  readonly id: string;
  readonly name: string;
  readonly maskedMobile: string;
  readonly status: SubAccountStatus;
  readonly addedAt: string;
}

interface SubAccountRow {
  id: string;
  name: Buffer;
  masked_mobile: string;
  status: SubAccountStatus;
  added_at: Date;
}

const place = z.tuple([z.iso.datetime(), z.uuid()]);

/** 子账号管理: a unit's scanners, newest first. Names are shown in full to their own unit, so the look is logged. */
@Injectable()
export class SubAccountList {
  constructor(
    private readonly transactions: Transactions,
    private readonly accessLog: AccessLog,
    private readonly cipher: FieldCipher,
  ) {}

  async page(principal: Principal, scope: Scope, { cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<Page<SubAccountView>> {
    const after = decodeCursor(cursor, place);
    return this.transactions.run(async (tx) => {
      const { rows } = await sql<SubAccountRow>`
        SELECT s.id, s.name, s.masked_mobile, s.status, s.added_at FROM organization.sub_account s
        WHERE ${scopeSql(scope, { organizationId: 's.organization_id' })}
          AND (${after?.[0] ?? null}::timestamptz IS NULL OR (s.added_at, s.id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
        ORDER BY s.added_at DESC, s.id DESC LIMIT ${limit + 1}
      `.execute(tx.db());
      const { accountId, organizationId } = principal;
      const who = { accountId, ...(organizationId ? { organizationId } : {}) };
      await this.accessLog.record(tx, { ...who, purpose: 'sub-account management', what: 'sub-account list', rows: rows.length });
      return toPage(rows, limit, (row) => this.view(row), (row) => [new Date(row.added_at).toISOString(), row.id]);
    });
  }

  viewOf(account: SubAccount): SubAccountView {
    return this.view({ id: account.id, name: account.name, masked_mobile: account.maskedMobile, status: account.status, added_at: account.addedAt });
  }

  private view(row: SubAccountRow): SubAccountView {
    return {
      id: row.id,
      name: this.cipher.decrypt(row.name, 'name'),
      maskedMobile: row.masked_mobile,
      status: row.status,
      addedAt: new Date(row.added_at).toISOString(),
    };
  }
}
