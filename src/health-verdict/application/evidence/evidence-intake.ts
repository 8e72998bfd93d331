import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { Clock } from '../../platform/kernel/clock.js';
import { Transactions, type Tx } from '../../platform/persistence/transactions.js';
import type { OutpatientRow } from '../domain/outpatient-row.js';
import type { StagedRow } from './batches.js';
import { Judgement } from './judgement.js';
import { type SealedDocument, Subjects } from './subjects.js';

interface StagedEvidence {
  line: number;
  reference: string;
  revision: number;
  document_type: string;
  document: Buffer;
  document_hash: Buffer;
  kind: string;
  department: string;
  happened_on: string;
  withdrawn: boolean;
  content_hash: Buffer;
}

/** Stages a feed's rows and makes evidence of them, set by set. */
@Injectable()
export class EvidenceIntake {
  constructor(
    private readonly transactions: Transactions,
    private readonly subjects: Subjects,
    private readonly judgement: Judgement,
    private readonly clock: Clock,
  ) {}

  async stage(batchId: string, rows: readonly StagedRow[]): Promise<void> {
    if (rows.length === 0) return;
    const results = rows.map(({ line, read }) =>
      read.ok ? { line, reference: read.row.reference, result: 'staged', code: null } : { line, reference: read.reference, result: 'rejected', code: read.problem },
    );
    const good = rows.flatMap(({ line, read }) => (read.ok ? [this.seal(line, read.row)] : []));
    await this.transactions.run(async (tx) => {
      await sql`
        INSERT INTO health_verdict.batch_row (batch_id, line, reference, result, code)
        SELECT ${batchId}, line, reference, result, code FROM jsonb_to_recordset(${JSON.stringify(results)}::jsonb) AS r (line int, reference text, result text, code text)
      `.execute(tx.db());
      await sql`
        INSERT INTO health_verdict.staged_evidence
          (batch_id, line, reference, revision, document_type, document, document_hash, kind, department, happened_on, withdrawn, content_hash)
        SELECT ${batchId}, line, reference, revision, type, decode(box, 'base64'), decode(hash, 'base64'),
               CASE WHEN EXISTS (SELECT FROM health_verdict.fever_department d WHERE d.name = r.department
                                 AND r.happened_on >= d.effective_from AND (d.effective_until IS NULL OR r.happened_on < d.effective_until))
                    THEN 'fever-clinic-visit' ELSE 'outpatient-visit' END,
               department, happened_on, withdrawn, decode(content, 'base64')
        FROM jsonb_to_recordset(${JSON.stringify(good)}::jsonb)
          AS r (line int, reference text, revision int, type text, box text, hash text, department text, happened_on date, withdrawn boolean, content text)
      `.execute(tx.db());
    });
  }

  /** Applies the next staged rows of a batch. @returns how many there were */
  async apply(tx: Tx, batchId: string, feed: string, limit: number): Promise<number> {
    const { rows } = await sql<StagedEvidence>`
      DELETE FROM health_verdict.staged_evidence WHERE (batch_id, line) IN
        (SELECT batch_id, line FROM health_verdict.staged_evidence WHERE batch_id = ${batchId} ORDER BY line LIMIT ${limit})
      RETURNING line, reference, revision, document_type, document, document_hash, kind, department, happened_on::text, withdrawn, content_hash
    `.execute(tx.db());
    if (rows.length === 0) return 0;
    rows.sort((a, b) => a.line - b.line);
    const bySubject = await this.subjects.of(tx, rows.map(sealed));
    const results = await this.insert(tx, batchId, feed, rows, bySubject);
    await sql`
      UPDATE health_verdict.batch_row b SET result = r.result, code = r.code
      FROM jsonb_to_recordset(${JSON.stringify(results)}::jsonb) AS r (line int, result text, code text)
      WHERE b.batch_id = ${batchId} AND b.line = r.line
    `.execute(tx.db());
    const changed = new Set(results.filter(({ result }) => result === 'accepted').map(({ line }) => line));
    const touched = rows.filter(({ line }) => changed.has(line)).map((row) => bySubject.get(row.document_hash.toString('hex'))!);
    await this.judgement.judge(tx, [...new Set([...touched, ...(await this.movedAwayFrom(tx, feed, rows))])].sort());
    return rows.length;
  }

  private async insert(tx: Tx, batchId: string, feed: string, rows: readonly StagedEvidence[], bySubject: Map<string, string>) {
    const facts = rows.map((row) => ({
      ...row,
      subject: bySubject.get(row.document_hash.toString('hex')),
      content: row.content_hash.toString('base64'),
      document: undefined,
      document_hash: undefined,
      content_hash: undefined,
    }));
    const { rows: judged } = await sql<{ line: number; result: string; code: string | null }>`
      WITH fact AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(facts)}::jsonb) AS f
          (line int, reference text, revision int, subject uuid, kind text, department text, happened_on date, withdrawn boolean, content text)
      ), known AS (
        SELECT f.line, e.content_hash FROM fact f JOIN health_verdict.evidence e ON e.feed = ${feed} AND e.reference = f.reference AND e.revision = f.revision
      ), first AS (
        SELECT DISTINCT ON (reference, revision) * FROM fact WHERE line NOT IN (SELECT line FROM known) ORDER BY reference, revision, line
      ), made AS (
        INSERT INTO health_verdict.evidence (feed, reference, revision, subject_id, kind, department, happened_on, withdrawn, content_hash, batch_id, recorded_at)
        SELECT ${feed}, reference, revision, subject, kind, department, happened_on, withdrawn, decode(content, 'base64'), ${batchId}, ${this.clock.now()}::timestamptz
        FROM first ORDER BY reference, revision ON CONFLICT DO NOTHING RETURNING reference, revision
      )
      SELECT f.line,
        CASE WHEN k.line IS NOT NULL AND k.content_hash = decode(f.content, 'base64') THEN 'unchanged'
             WHEN k.line IS NOT NULL THEN 'rejected'
             WHEN f.line IN (SELECT line FROM first) THEN 'accepted' ELSE 'rejected' END AS result,
        CASE WHEN k.line IS NOT NULL AND k.content_hash <> decode(f.content, 'base64') THEN 'ROW.REVISION_CONFLICT'
             WHEN k.line IS NULL AND f.line NOT IN (SELECT line FROM first) THEN 'ROW.REPEATED' END AS code
      FROM fact f LEFT JOIN known k ON k.line = f.line
    `.execute(tx.db());
    return judged;
  }

  /** A later revision may name another person: the one named before is judged again, too. */
  private async movedAwayFrom(tx: Tx, feed: string, rows: readonly StagedEvidence[]): Promise<string[]> {
    const corrected = rows.filter(({ revision }) => revision > 1).map(({ reference }) => reference);
    if (corrected.length === 0) return [];
    const { rows: subjects } = await sql<{ subject_id: string }>`
      SELECT DISTINCT subject_id FROM health_verdict.evidence WHERE feed = ${feed} AND reference = ANY(${corrected}::text[])
    `.execute(tx.db());
    return subjects.map(({ subject_id }) => subject_id);
  }

  private seal(line: number, row: OutpatientRow) {
    const { hash, type, box } = this.subjects.seal(row.document);
    const content = createHash('sha256').update(hash).update(JSON.stringify([row.department, row.happenedOn, row.withdrawn])).digest('base64');
    const { reference, revision, department, happenedOn: happened_on, withdrawn } = row;
    return { line, reference, revision, type, box: box.toString('base64'), hash: hash.toString('base64'), department, happened_on, withdrawn, content };
  }
}

function sealed({ document_hash: hash, document_type: type, document: box }: StagedEvidence): SealedDocument {
  return { hash, type, box };
}
