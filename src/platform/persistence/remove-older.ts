import { type RawBuilder, sql } from 'kysely';
import type { Transactions } from './transactions.js';

/** Rows per transaction: short enough for the watermark of the outbox. */
const PIECE = 5000;

export interface Kept {
  /** With its schema. */
  readonly table: string;
  /** Of the primary key. */
  readonly key: readonly string[];
  /** Which rows of `r` are past their time. */
  readonly where: RawBuilder<unknown>;
}

/** Removes what a retention period has ended for, piece by piece; two processes at it only share the work. */
export async function removeOlder(transactions: Transactions, { table, key, where }: Kept): Promise<void> {
  const [place, keys] = [sql.table(table), sql.join(key.map((name) => sql.ref(`r.${name}`)))];
  for (let removed = PIECE; removed === PIECE; ) {
    const { numAffectedRows } = await transactions.run((tx) =>
      sql`DELETE FROM ${place} r WHERE (${keys}) IN (SELECT ${keys} FROM ${place} r WHERE ${where} LIMIT ${sql.lit(PIECE)}) AND ${where}`.execute(tx.db()),
    );
    removed = Number(numAffectedRows ?? 0);
  }
}
