import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Transactions, type Tx } from '../../../platform/persistence/transactions.js';
import { interrupted } from '../../domain/errors.js';
import type { OutpatientRow, ReadRow } from '../../domain/outpatient-row.js';
import { Subjects } from './subjects.js';

/** The largest piece that one transaction takes away again. */
const PIECE = 5000;

export interface StagedRow {
  readonly line: number;
  readonly read: ReadRow;
}

/** Where the rows of a file wait until all of it has arrived; the documents in it are encrypted already. */
@Injectable()
export class Staging {
  constructor(
    private readonly transactions: Transactions,
    private readonly subjects: Subjects,
  ) {}

  /** The list of fever departments as of the day of the visit decides what a visit is evidence of. @throws FEED.INTERRUPTED for a batch that was given up */
  async add(batchId: string, rows: readonly StagedRow[]): Promise<void> {
    if (rows.length === 0) return;
    const results = rows.map(({ line, read }) =>
      read.ok
        ? { line, reference: read.row.reference, result: 'staged', code: null }
        : { line, reference: read.reference, result: 'rejected', code: read.problem },
    );
    const good = rows.flatMap(({ line, read }) => (read.ok ? [this.sealed(line, read.row)] : []));
    await this.transactions.run(async (tx) => {
      await this.requireOpen(tx, batchId);
      await sql`
        INSERT INTO health_verdict.batch_row (batch_id, line, reference, result, code)
        SELECT ${batchId}, line, reference, result, code FROM jsonb_to_recordset(${JSON.stringify(results)}::jsonb) AS r (line int, reference text, result text, code text)
      `.execute(tx.db());
      await sql`
        INSERT INTO health_verdict.staged_evidence (batch_id, line, reference, revision, document_type, document, document_hash, kind, department, happened_on, withdrawn)
        SELECT ${batchId}, line, reference, revision, type, decode(box, 'hex'), decode(hash, 'hex'),
               CASE WHEN EXISTS (SELECT FROM health_verdict.fever_department d WHERE d.name = r.department
                                 AND r.happened_on >= d.effective_from AND (d.effective_until IS NULL OR r.happened_on < d.effective_until))
                    THEN 'fever-clinic-visit' ELSE 'outpatient-visit' END,
               department, happened_on, withdrawn
        FROM jsonb_to_recordset(${JSON.stringify(good)}::jsonb)
          AS r (line int, reference text, revision int, type text, box text, hash text, department text, happened_on date, withdrawn boolean)
      `.execute(tx.db());
    });
  }

  /** Nothing of this file was applied, and nothing of it stays. */
  async discard(batchId: string): Promise<void> {
    for (const table of ['staged_evidence', 'batch_row'] as const)
      while ((await this.deletePiece(table, batchId)) === PIECE);
  }

  private async requireOpen(tx: Tx, batchId: string): Promise<void> {
    const { rows } =
      await sql`SELECT 1 FROM health_verdict.batch WHERE id = ${batchId} AND status = 'received' AND place IS NULL FOR SHARE`.execute(
        tx.db(),
      );
    if (rows.length === 0) throw interrupted();
  }

  private async deletePiece(table: 'staged_evidence' | 'batch_row', batchId: string): Promise<number> {
    const { numAffectedRows } = await this.transactions.run((tx) => {
      const rows = sql.table(`health_verdict.${table}`);
      return sql`DELETE FROM ${rows} WHERE (batch_id, line) IN (SELECT batch_id, line FROM ${rows} WHERE batch_id = ${batchId} LIMIT ${PIECE})`.execute(
        tx.db(),
      );
    });
    return Number(numAffectedRows ?? 0);
  }

  private sealed(line: number, { document, reference, revision, department, happenedOn, withdrawn }: OutpatientRow) {
    const [box, hash] = [this.subjects.seal(document), this.subjects.hashOf(document)].map((bytes) =>
      bytes.toString('hex'),
    );
    return {
      line,
      reference,
      revision,
      type: document.type,
      box,
      hash,
      department,
      happened_on: happenedOn,
      withdrawn,
    };
  }
}
