import { type RawBuilder, sql } from 'kysely';
import type { Colour } from '../../../health-verdict/contracts/colours.js';
import { maskName } from '../../../platform/crypto/masking.js';
import { masksOf } from '../../domain/masked-names.js';
import { idsReceivedBetween } from '../../domain/scan-times.js';

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

/**
 * One page of records, newest first, and one row more. Rows are found by an index that leads with what is filtered and has the order of
 * the list, so that a page costs the same among a hundred million rows of others: per unit the newest so many, and of these the newest.
 */
export function recordQuery(unitIds: readonly string[], filter: RecordFilter, before?: string): RawBuilder<unknown> {
  const alternatives = nameConditions(filter.name).map((name) => [...conditions(filter, before), ...name]);
  const more = filter.limit + 1;
  const newest = (of: Condition, others: readonly Condition[]) =>
    sql`(SELECT s.id FROM checkpoint.scan s WHERE ${sql.join([of, ...others], sql` AND `)} ORDER BY s.id DESC LIMIT ${more})`;
  const units = sql`${unitIds}::uuid[]`;
  const place = placeCondition(filter);
  const found = place
    ? sql`(${sql.join(
        alternatives.map((others) => newest(place, [sql`s.organization_id = ANY(${units})`, ...others])),
        sql` UNION `,
      )}) AS f`
    : sql`unnest(${units}) AS u (id) CROSS JOIN LATERAL (${sql.join(
        alternatives.map((others) => newest(sql`s.organization_id = u.id`, others)),
        sql` UNION `,
      )}) AS f`;
  return sql`
    WITH page AS MATERIALIZED (SELECT f.id FROM ${found} ORDER BY f.id DESC LIMIT ${more})
    SELECT s.*, p.name AS scan_point_name, p.address AS scan_point_address, h.scanner_name, h.community
    FROM page JOIN checkpoint.scan s ON s.id = page.id
    JOIN checkpoint.scan_point p ON p.id = s.scan_point_id JOIN checkpoint.shift h ON h.id = s.shift_id ORDER BY s.id DESC`;
}

/** A point or a scanner belongs to one unit, and is a narrower way to its rows than the unit. */
function placeCondition({ scanPointId, scannerId }: RecordFilter): Condition | undefined {
  if (scanPointId && scannerId)
    return sql`s.scan_point_id = ${scanPointId}::uuid AND s.scanner_id = ${scannerId}::uuid`;
  if (scanPointId) return sql`s.scan_point_id = ${scanPointId}::uuid`;
  return scannerId ? sql`s.scanner_id = ${scannerId}::uuid` : undefined;
}

function conditions({ from, to, colour }: RecordFilter, before: string | undefined): Condition[] {
  const ids = idsReceivedBetween(from ? new Date(from) : undefined, to ? new Date(to) : undefined);
  return [
    ...(before ? [sql`s.id < ${before}::uuid`] : []),
    ...(from ? [sql`s.received_at >= ${from}::timestamptz`] : []),
    ...(to ? [sql`s.received_at < ${to}::timestamptz`] : []),
    ...(ids.from ? [sql`s.id >= checkpoint.first_id(${ids.from}::timestamptz)`] : []),
    ...(ids.until ? [sql`s.id < checkpoint.first_id(${ids.until}::timestamptz)`] : []),
    // The rare colour has an index of its own, which the database chooses by the word itself.
    ...(colour ? [sql`s.colour = ${sql.lit(colour)}`] : []),
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
