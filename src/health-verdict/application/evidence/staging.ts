import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Operations } from '../../../platform/operations/operations.js';
import { Transactions, type Tx } from '../../../platform/persistence/transactions.js';
import type { Row } from '../../../platform/persistence/values.js';
import type { FeedRow, ReadRow } from '../../feeds/read-row.js';
import type { HealthVerdictTables } from '../../tables.js';

/** The most that one transaction takes away again. */
const AT_ONCE = 50;
const PURPOSE = 'staged-rows';

export interface StagedRow extends FeedRow {
  readonly line: number;
}

export interface RowRead {
  readonly line: number;
  readonly read: ReadRow;
}

/** Where the rows of a file wait until all of it has arrived: as they were read, a piece in one encrypted box, the same for every feed. */
@Injectable()
export class Staging {
  constructor(
    private readonly transactions: Transactions,
    private readonly operations: Operations,
    private readonly cipher: FieldCipher,
  ) {}

  /** @throws OPERATION.CANCELLED, OPERATION.INTERRUPTED for a file that was given up */
  async add(batchId: string, number: number, rows: readonly RowRead[]): Promise<void> {
    if (rows.length === 0) return;
    const good = rows.flatMap(({ line, read }): StagedRow[] => (read.ok ? [{ line, ...read.row }] : []));
    const bad = rows.flatMap(({ line, read }) =>
      read.ok
        ? []
        : [{ line, reference: read.reference, code: read.problem.code, column: read.problem.column ?? null }],
    );
    const body = good.length > 0 ? this.cipher.encrypt(JSON.stringify(good), PURPOSE) : undefined;
    await this.transactions.run(async (tx) => {
      await this.operations.arrived(tx, batchId, rows.length, bad.length > 0 ? { rejected: bad.length } : {});
      if (body)
        await sql`INSERT INTO health_verdict.staged_piece (batch_id, number, body) VALUES (${batchId}, ${number}, ${body})`.execute(
          tx.db(),
        );
      if (bad.length > 0)
        await sql`
          INSERT INTO health_verdict.batch_row (batch_id, line, reference, result, code, column_name)
          SELECT ${batchId}, line, reference, 'rejected', code, "column" FROM jsonb_to_recordset(${JSON.stringify(bad)}::jsonb) AS r (line int, reference text, code text, "column" text)
        `.execute(tx.db());
    });
  }

  /** The next piece, which then waits no longer. */
  async take(tx: Tx, batchId: string): Promise<readonly StagedRow[] | undefined> {
    const { rows } = await sql<Pick<Row<HealthVerdictTables, 'health_verdict.staged_piece'>, 'body'>>`
      DELETE FROM health_verdict.staged_piece WHERE (batch_id, number) IN
        (SELECT batch_id, number FROM health_verdict.staged_piece WHERE batch_id = ${batchId} ORDER BY number LIMIT 1)
      RETURNING body
    `.execute(tx.db());
    return rows[0] && (JSON.parse(this.cipher.decrypt(rows[0].body, PURPOSE)) as StagedRow[]);
  }

  /** Nothing of this file was applied, and nothing of it stays. */
  async discard(batchId: string): Promise<void> {
    await this.deleteAll(batchId, 'staged_piece', 'number', AT_ONCE);
    await this.deleteAll(batchId, 'batch_row', 'line', 100 * AT_ONCE);
  }

  private async deleteAll(batchId: string, table: string, key: string, limit: number): Promise<void> {
    const [rows, column] = [sql.table(`health_verdict.${table}`), sql.ref(key)];
    const some = () =>
      this.transactions.run((tx) =>
        sql`DELETE FROM ${rows} WHERE (batch_id, ${column}) IN (SELECT batch_id, ${column} FROM ${rows} WHERE batch_id = ${batchId} LIMIT ${limit})`.execute(
          tx.db(),
        ),
      );
    while (Number((await some()).numAffectedRows ?? 0) === limit);
  }
}
