import { type RawBuilder, sql } from 'kysely';
import type { Transactions } from './transactions.js';

/** Rows per transaction: short enough for the watermark of the outbox. */
const PIECE = 5000;

export interface Kept {
  /** With its schema. */
  readonly table: string;
  /** Of the primary key. */
  readonly key: readonly string[];
  readonly seconds: number;
  /** Which rows of `r` are past their time: those that are older than `before`. */
  readonly past: (before: RawBuilder<Date>) => RawBuilder<unknown>;
}

/** A table with its schema, a column that says how old a row of it is, and its primary key: names that the compiler knows. */
export type Aged<Tables> = {
  [Table in keyof Tables & string]: {
    readonly table: Table;
    readonly column: keyof Tables[Table] & string;
    readonly key: keyof Tables[Table] & string;
  };
}[keyof Tables & string];

/** A row is past its time when this column is. */
export function olderBy(column: string): Kept['past'] {
  return (before) => sql`${sql.ref(`r.${column}`)} < ${before}`;
}

/**
 * Removes what a retention period has ended for, piece by piece; two processes at it only share the work. What time it is, says the
 * database, not the process; and while its clock is not trusted, nothing is removed (docs/decisions/deleting-by-a-clock.md).
 */
export async function removeOlder(transactions: Transactions, { table, key, seconds, past }: Kept): Promise<void> {
  const where = sql`(SELECT platform.time_is_trusted()) AND ${past(sql<Date>`(now() - make_interval(secs => ${sql.lit(seconds)}))`)}`;
  const [place, keys] = [sql.table(table), sql.join(key.map((name) => sql.ref(`r.${name}`)))];
  for (let removed = PIECE; removed === PIECE;) {
    const { numAffectedRows } = await transactions.run((tx) =>
      sql`DELETE FROM ${place} r WHERE (${keys}) IN (SELECT ${keys} FROM ${place} r WHERE ${where} LIMIT ${sql.lit(PIECE)}) AND ${where}`.execute(
        tx.db(),
      ),
    );
    removed = Number(numAffectedRows ?? 0);
  }
}
