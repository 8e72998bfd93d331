import { type InferResult, type RawBuilder, sql } from 'kysely';
import type { Colour } from '../../../health-verdict/contracts/colours.js';
import { maskName } from '../../../platform/crypto/masking.js';
import type { Reader } from '../../../platform/persistence/reader.js';
import type { Row } from '../../../platform/persistence/values.js';
import { masksOf } from '../../domain/masked-names.js';
import { idsReceivedBetween } from '../../domain/scan-times.js';
import type { CheckpointTables } from '../../tables.js';

export interface RecordFilter {
  /** Of the server's clock. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly scanPointId?: string | undefined;
  readonly scannerId?: string | undefined;
  readonly colour?: Colour | undefined;
  /** The beginning of a name, or the whole. */
  readonly name?: string | undefined;
  readonly limit: number;
}

type Condition = RawBuilder<unknown>;

/** With more units than these, the newest of all is looked through first. */
const FEW_UNITS = 30;
/** So many of the newest scans of everybody cost less than a look at a hundred units. */
const LOOKED_THROUGH = 3000;

/** A scan with what its shift and its point say of it. */
export function records(db: Pick<Reader<CheckpointTables>, 'selectFrom'>) {
  return db
    .selectFrom('checkpoint.scan as s')
    .innerJoin('checkpoint.scan_point as p', 'p.id', 's.scan_point_id')
    .innerJoin('checkpoint.shift as h', 'h.id', 's.shift_id')
    .selectAll('s')
    .select([
      'p.name as scan_point_name',
      'p.address as scan_point_address',
      'h.scanner_name as scanner_name',
      'h.community as community',
    ]);
}

export type RecordRow = InferResult<ReturnType<typeof records>>[number];

/** One page of records, newest first, and one row more. */
export function recordPage(
  db: Pick<Reader<CheckpointTables>, 'selectFrom'>,
  unitIds: readonly string[],
  filter: RecordFilter,
  before?: string,
) {
  const page = pageOfIds(unitIds, filter, before).as('page');
  return records(db).innerJoin(page, 'page.id', 's.id').orderBy('s.id', 'desc');
}

/**
 * Rows are found by an index that leads with what is filtered and has the order of the list, so that a page costs the same among a hundred
 * million rows of others: per unit the newest so many, and of these the newest. Of many units that is a look for each; but many units
 * scan much, so that their newest stand among the newest of all. Example: a city of 300 units has a fifth of the province's scans, and
 * twenty of its own are among the last hundred. Only where they are not, every unit is looked at.
 */
function pageOfIds(unitIds: readonly string[], filter: RecordFilter, before?: string) {
  const more = filter.limit + 1;
  const units = sql`${unitIds}::uuid[]`;
  const alternatives = nameConditions(filter.name).map((name) => [...conditions(filter, before), ...name]);
  const newest = (of: Condition, others: readonly Condition[]) =>
    sql`(SELECT s.id FROM checkpoint.scan s WHERE ${all([of, ...others])} ORDER BY s.id DESC LIMIT ${more})`;
  const place = placeCondition(filter);
  if (place) {
    const found = alternatives.map((others) => newest(place, [sql`s.organization_id = ANY(${units})`, ...others]));
    return newestOf(sql.join(found, sql` UNION `), more);
  }
  const found = alternatives.map((others) => newest(sql`s.organization_id = u.id`, others));
  const ofEach = sql`SELECT f.id FROM unnest(${units}) AS u (id) CROSS JOIN LATERAL (${sql.join(found, sql` UNION `)}) AS f`;
  if (unitIds.length <= FEW_UNITS) return newestOf(ofEach, more);
  const lately = sql`(SELECT s.* FROM checkpoint.scan s WHERE ${all(bounds(filter, before))} ORDER BY s.id DESC LIMIT ${LOOKED_THROUGH})`;
  const wanted = sql.join(
    alternatives.map((others) => sql`(${all(others)})`),
    sql` OR `,
  );
  const ofAll = sql`SELECT s.id FROM ${lately} AS s WHERE s.organization_id = ANY(${units}) AND (${wanted}) ORDER BY s.id DESC LIMIT ${more}`;
  return sql<Id>`(WITH lately AS MATERIALIZED (${ofAll})
    SELECT id FROM lately UNION ${ofEach} WHERE (SELECT count(*) FROM lately) < ${more} ORDER BY id DESC LIMIT ${more})`;
}

type Id = Pick<Row<CheckpointTables, 'checkpoint.scan'>, 'id'>;

const newestOf = (found: Condition, more: number) =>
  sql<Id>`(SELECT f.id FROM (${found}) AS f ORDER BY f.id DESC LIMIT ${more})`;

const all = (conditions: readonly Condition[]) =>
  conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` AND `);

/** A point or a scanner belongs to one unit, and is a narrower way to its rows than the unit. */
function placeCondition({ scanPointId, scannerId }: RecordFilter): Condition | undefined {
  if (scanPointId && scannerId)
    return sql`s.scan_point_id = ${scanPointId}::uuid AND s.scanner_id = ${scannerId}::uuid`;
  if (scanPointId) return sql`s.scan_point_id = ${scanPointId}::uuid`;
  return scannerId ? sql`s.scanner_id = ${scannerId}::uuid` : undefined;
}

function conditions(filter: RecordFilter, before: string | undefined): Condition[] {
  const { from, to, colour } = filter;
  return [
    ...bounds(filter, before),
    ...(from ? [sql`s.received_at >= ${from}::timestamptz`] : []),
    ...(to ? [sql`s.received_at < ${to}::timestamptz`] : []),
    // The rare colour has an index of its own, which the database chooses by the word itself.
    ...(colour ? [sql`s.colour = ${sql.lit(colour)}`] : []),
  ];
}

/** Ids that the wanted scans can have. */
function bounds({ from, to }: RecordFilter, before: string | undefined): Condition[] {
  const ids = idsReceivedBetween(from ? new Date(from) : undefined, to ? new Date(to) : undefined);
  return [
    ...(before ? [sql`s.id < ${before}::uuid`] : []),
    ...(ids.from ? [sql`s.id >= checkpoint.first_id(${ids.from}::timestamptz)`] : []),
    ...(ids.until ? [sql`s.id < checkpoint.first_id(${ids.until}::timestamptz)`] : []),
  ];
}

/** Either of these; without a name, one that asks for nothing. */
function nameConditions(name: string | undefined): Condition[][] {
  if (!name) return [[]];
  return masksOf(name, maskName).flatMap(({ beginsWith, exactly }) => {
    const literally = beginsWith.replace(/[\\%_]/g, '\\$&');
    return [[sql`s.masked_name LIKE ${`${literally}%`}`], ...(exactly ? [[sql`s.masked_name = ${exactly}`]] : [])];
  });
}
