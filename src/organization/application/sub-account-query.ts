import { type ExpressionBuilder, type InferResult, sql } from 'kysely';
import type { Scope } from '../../platform/authorization/scope.js';
import type { Reader } from '../../platform/persistence/reader.js';
import type { SubAccountStatus } from '../domain/sub-account.js';
import type { OrganizationTables } from '../tables.js';
import { inScope } from './units-in-scope.js';

const COLUMNS = ['s.id', 's.name', 's.masked_mobile', 's.status', 's.added_at', 's.version'] as const;

export type SubAccountRow = InferResult<ReturnType<typeof oneSubAccount>>[number];

/** Whatever a statement is begun from, in a transaction or outside. */
type Tables = Pick<Reader<OrganizationTables>, 'selectFrom'>;

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

/** Every unit gives its newest, and the newest of those are the page: one index serves, however many units and accounts there are. */
export function newestSubAccounts(db: Tables, wanted: Wanted) {
  const { scope, unitId, rows } = wanted;
  return db
    .selectFrom('organization.organization as o')
    .innerJoinLateral(
      (of) =>
        of
          .selectFrom('organization.sub_account as s')
          .whereRef('s.organization_id', '=', 'o.id')
          .where((account) => account.and(conditions(account, wanted)))
          .orderBy('s.added_at', 'desc')
          .orderBy('s.id', 'desc')
          .limit(rows)
          .select(COLUMNS)
          .as('s'),
      (join) => join.onTrue(),
    )
    .where(inScope(scope))
    .$if(unitId !== undefined, (found) => found.where('o.id', '=', unitId!))
    .orderBy('s.added_at', 'desc')
    .orderBy('s.id', 'desc')
    .limit(rows)
    .select([...COLUMNS, 'o.id as unit_id', 'o.name as unit_name']);
}

export function oneSubAccount(db: Tables, scope: Scope, id: string) {
  return db
    .selectFrom('organization.sub_account as s')
    .innerJoin('organization.organization as o', 'o.id', 's.organization_id')
    .where('s.id', '=', id)
    .where(inScope(scope))
    .select([...COLUMNS, 'o.id as unit_id', 'o.name as unit_name']);
}

type Accounts = OrganizationTables & { s: OrganizationTables['organization.sub_account'] };

function conditions(account: ExpressionBuilder<Accounts, 's'>, { status, prefixHashes, mobile, after }: Wanted) {
  return [
    ...(after
      ? [
          sql<boolean>`(${account.ref('s.added_at')}, ${account.ref('s.id')}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`,
        ]
      : []),
    ...(status ? [account('s.status', '=', status)] : []),
    ...(prefixHashes ? [account('s.name_prefixes', '&&', account.val(prefixHashes))] : []),
    ...(mobile
      ? [account(account.fn<string>('right', ['s.masked_mobile', account.lit(mobile.length)]), '=', mobile)]
      : []),
  ];
}
