import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '../../platform/authorization/scope.js';
import type { SubAccountStatus } from '../domain/sub-account.js';
import { inScope } from './units-in-scope.js';

export interface SubAccountRow {
  id: string;
  name: Buffer;
  masked_mobile: string;
  status: SubAccountStatus;
  added_at: Date;
  version: number;
  unit_id: string;
  unit_name: string;
}

export interface Wanted {
  readonly scope: Scope;
  readonly unitId?: string | undefined;
  readonly status?: SubAccountStatus | undefined;
  /** Of the beginning of the name, one for each key in use. */
  readonly prefixHashes?: string[] | undefined;
  /** The end of the masked number. */
  readonly mobile?: string | undefined;
  /** The last one of the page before: when it was added, and its id. */
  readonly after?: readonly [string, string] | undefined;
  readonly rows: number;
}

const COLUMNS = sql`s.id, s.name, s.masked_mobile, s.status, s.added_at, s.version`;

/** Every unit gives its newest, and the newest of those are the page: one index serves, however many units and accounts there are. */
export function newestSubAccounts(wanted: Wanted): RawBuilder<SubAccountRow> {
  const { scope, unitId, rows } = wanted;
  return sql<SubAccountRow>`
    SELECT s.*, o.id AS unit_id, o.name AS unit_name FROM organization.organization o CROSS JOIN LATERAL (
      SELECT ${COLUMNS} FROM organization.sub_account s WHERE ${sql.join([sql`s.organization_id = o.id`, ...conditions(wanted)], sql` AND `)}
      ORDER BY s.added_at DESC, s.id DESC LIMIT ${rows}
    ) s
    WHERE ${inScope(scope)} ${unitId ? sql`AND o.id = ${unitId}` : sql``}
    ORDER BY s.added_at DESC, s.id DESC LIMIT ${rows}
  `;
}

export function oneSubAccount(scope: Scope, id: string): RawBuilder<SubAccountRow> {
  return sql<SubAccountRow>`
    SELECT ${COLUMNS}, o.id AS unit_id, o.name AS unit_name FROM organization.sub_account s
    JOIN organization.organization o ON o.id = s.organization_id WHERE s.id = ${id} AND ${inScope(scope)}
  `;
}

function conditions({ status, prefixHashes, mobile, after }: Wanted): RawBuilder<unknown>[] {
  return [
    ...(after ? [sql`(s.added_at, s.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []),
    ...(status ? [sql`s.status = ${status}`] : []),
    ...(prefixHashes ? [sql`s.name_prefixes && ${prefixHashes}::text[]`] : []),
    ...(mobile ? [sql`right(s.masked_mobile, ${mobile.length}::int) = ${mobile}`] : []),
  ];
}
