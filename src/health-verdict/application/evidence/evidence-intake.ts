import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { KeyedHash } from '../../../platform/crypto/keyed-hash.js';
import { Clock } from '../../../platform/kernel/clock.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import { Judgement } from '../verdict/judgement.js';
import { Subjects } from './subjects.js';

interface StagedEvidence {
  line: number;
  reference: string;
  revision: number;
  document_type: string;
  document: Buffer;
  kind: string;
  department: string;
  happened_on: string;
  withdrawn: boolean;
}

interface Fact extends Omit<StagedEvidence, 'document' | 'document_type'> {
  subject: string;
  /** Hashes of the row's content with every key in use, the current one first. */
  contents: string[];
}

interface RowResult {
  line: number;
  result: 'accepted' | 'unchanged' | 'rejected';
  code: string | null;
  subject: string;
  /** Some rule looks at such a fact. */
  evidence: boolean;
}

/** Makes evidence of staged rows, a chunk per transaction, and judges whom it concerns. */
@Injectable()
export class EvidenceIntake {
  constructor(
    private readonly subjects: Subjects,
    private readonly judgement: Judgement,
    private readonly hash: KeyedHash,
    private readonly clock: Clock,
  ) {}

  /** Applies the next staged rows of a batch, if there are any; its feed is locked. @returns how many there were */
  async apply(
    tx: Tx,
    { id: batchId, feed }: { readonly id: string; readonly feed: string },
    limit: number,
  ): Promise<number> {
    const { rows } = await sql<StagedEvidence>`
      DELETE FROM health_verdict.staged_evidence WHERE (batch_id, line) IN
        (SELECT batch_id, line FROM health_verdict.staged_evidence WHERE batch_id = ${batchId} ORDER BY line LIMIT ${limit})
      RETURNING line, reference, revision, document_type, document, kind, department, happened_on::text, withdrawn
    `.execute(tx.db());
    if (rows.length === 0) return 0;
    const results = await this.insert(
      tx,
      batchId,
      feed,
      await this.facts(
        tx,
        rows.sort((a, b) => a.line - b.line),
      ),
    );
    await this.keep(tx, batchId, results);
    const accepted = new Map(
      results.filter(({ result }) => result === 'accepted').map(({ line, subject }) => [line, subject]),
    );
    const replaced = rows
      .filter(({ line, revision }) => revision > 1 && accepted.has(line))
      .map(({ reference }) => reference);
    await this.judgement.judge(tx, [
      ...new Set([...accepted.values(), ...(await this.namedBefore(tx, feed, replaced))]),
    ]);
    return rows.length;
  }

  private async keep(tx: Tx, batchId: string, results: readonly RowResult[]): Promise<void> {
    await sql`
      UPDATE health_verdict.batch_row b SET result = r.result, code = r.code
      FROM jsonb_to_recordset(${JSON.stringify(results)}::jsonb) AS r (line int, result text, code text)
      WHERE b.batch_id = ${batchId} AND b.line = r.line
    `.execute(tx.db());
    const counted = (wanted: RowResult['result']) => results.filter(({ result }) => result === wanted).length;
    const evidence = results.filter((row) => row.result === 'accepted' && row.evidence).length;
    await sql`
      UPDATE health_verdict.batch SET evidence = evidence + ${evidence}, accepted = accepted + ${counted('accepted')},
             unchanged = unchanged + ${counted('unchanged')}, rejected = rejected + ${counted('rejected')}
      WHERE id = ${batchId}
    `.execute(tx.db());
  }

  private async facts(tx: Tx, rows: readonly StagedEvidence[]): Promise<Fact[]> {
    const documents = rows.map(({ document, document_type: type }) => ({
      type,
      normalised: this.subjects.open(document),
    }));
    const subjects = await this.subjects.of(tx, documents);
    return rows.map(({ document: _, document_type, ...row }, index) => {
      const content = JSON.stringify([
        document_type,
        documents[index]!.normalised,
        row.department,
        row.happened_on,
        row.withdrawn,
      ]);
      return {
        ...row,
        subject: subjects[index]!,
        contents: this.hash.candidates(content, 'evidence').map((hash) => hash.toString('hex')),
      };
    });
  }

  /** The department is kept only where it makes evidence: the rest of a person's visits is not ours to know. */
  private async insert(tx: Tx, batchId: string, feed: string, facts: readonly Fact[]): Promise<RowResult[]> {
    const { rows } = await sql<RowResult>`
      WITH fact AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(facts)}::jsonb) AS f
          (line int, reference text, revision int, subject uuid, kind text, department text, happened_on date, withdrawn boolean, contents text[])
      ), known AS (
        SELECT f.line, encode(e.content_hash, 'hex') AS content FROM fact f
        JOIN health_verdict.evidence e ON e.feed = ${feed} AND e.reference = f.reference AND e.revision = f.revision
      ), first AS (
        SELECT DISTINCT ON (reference, revision) * FROM fact WHERE line NOT IN (SELECT line FROM known) ORDER BY reference, revision, line
      ), made AS (
        INSERT INTO health_verdict.evidence (feed, reference, revision, subject_id, kind, department, happened_on, withdrawn, content_hash, batch_id, recorded_at)
        SELECT ${feed}, reference, revision, subject, kind, CASE WHEN kind = 'fever-clinic-visit' THEN department END, happened_on, withdrawn,
               decode(contents[1], 'hex'), ${batchId}, ${this.clock.now()}::timestamptz FROM first
      ), judged AS (
        SELECT f.line, f.subject, CASE WHEN f.line = n.line THEN 'accepted'
          WHEN coalesce(k.content, n.contents[1]) = ANY(f.contents) THEN 'unchanged' ELSE 'rejected' END AS result,
          NOT f.withdrawn AND EXISTS (SELECT FROM health_verdict.rule r WHERE f.kind = ANY(r.kinds)) AS evidence
        FROM fact f LEFT JOIN known k ON k.line = f.line LEFT JOIN first n ON n.reference = f.reference AND n.revision = f.revision
      )
      SELECT line, subject, result, evidence, CASE WHEN result = 'rejected' THEN 'FEED.REVISION_CONFLICT' END AS code FROM judged
    `.execute(tx.db());
    return rows;
  }

  /** A later revision may name another person: the one named before is judged again, too. */
  private async namedBefore(tx: Tx, feed: string, references: readonly string[]): Promise<string[]> {
    if (references.length === 0) return [];
    const { rows } = await sql<{ subject_id: string }>`
      SELECT DISTINCT subject_id FROM health_verdict.evidence
      WHERE feed = ${feed} AND reference IN (SELECT jsonb_array_elements_text(${JSON.stringify(references)}::jsonb))
    `.execute(tx.db());
    return rows.map(({ subject_id }) => subject_id);
  }
}
