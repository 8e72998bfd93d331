import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/persistence/transactions.js';
import type { Batch } from './records.js';
import type { StagedRow } from './staging.js';
import { Subjects } from './subjects.js';

/** What a piece of a file means beside what was known: which evidence stands after it, and which known references are somebody else's. */
@Injectable()
export class Standing {
  constructor(private readonly subjects: Subjects) {}

  /**
   * By how many rows of this file more are evidence since this piece. Not those under a higher revision; and fewer, where this piece revises what a piece before it said.
   * @param evidence rows of this piece that made some
   */
  async gained(
    tx: Tx,
    { id, feed }: Batch,
    rows: readonly StagedRow[],
    evidence: readonly StagedRow[],
  ): Promise<number> {
    const first = Math.min(...rows.map(({ line }) => line));
    const revised = rows.filter(({ revision }) => revision > 1).map(({ reference }) => reference);
    const higher = sql`FROM health_verdict.record h WHERE h.feed = ${feed.key} AND h.reference = e.reference AND h.revision > e.revision`;
    const standing = sql<number>`
      (SELECT count(*)::int FROM unnest(${evidence.map(({ reference }) => reference)}::text[], ${evidence.map(({ revision }) => revision)}::int[]) AS e (reference, revision)
       WHERE NOT EXISTS (SELECT ${higher}))`;
    const replaced = sql<number>`
      (SELECT count(*)::int FROM health_verdict.evidence e JOIN health_verdict.record k USING (feed, reference, revision)
       WHERE e.feed = ${feed.key} AND e.reference = ANY(${revised}::text[]) AND k.batch_id = ${id} AND k.line < ${first}
         AND EXISTS (SELECT ${higher} AND h.batch_id = ${id} AND h.line >= ${first})
         AND NOT EXISTS (SELECT ${higher} AND (h.batch_id <> ${id} OR h.line < ${first})))`;
    const { rows: found } = await sql<{ gained: number }>`
      SELECT ${standing} - ${revised.length > 0 ? replaced : sql<number>`0`} AS gained
    `.execute(tx.db());
    return found[0]!.gained;
  }

  /** Of rows whose reference and revision are known with other content: those about somebody else, as far as it is kept whom the known ones are about. */
  async ofOthers(tx: Tx, { feed }: Batch, rows: readonly StagedRow[]): Promise<ReadonlySet<StagedRow>> {
    if (rows.length === 0) return new Set();
    const { rows: known } = await sql<{ n: number; documents: readonly string[] }>`
      SELECT r.n::int AS n, array(
        SELECT encode(d.document_hash, 'hex') FROM health_verdict.evidence e JOIN health_verdict.subject_document d USING (subject_id)
        WHERE e.feed = ${feed.key} AND e.reference = r.reference AND e.revision = r.revision
        UNION ALL
        SELECT encode(u.document_hash, 'hex') FROM health_verdict.record k JOIN health_verdict.unlisted_fact u USING (batch_id, line)
        WHERE k.feed = ${feed.key} AND k.reference = r.reference AND k.revision = r.revision
      ) AS documents
      FROM unnest(${rows.map(({ reference }) => reference)}::text[], ${rows.map(({ revision }) => revision)}::int[]) WITH ORDINALITY AS r (reference, revision, n)
    `.execute(tx.db());
    const others = known.flatMap(({ n, documents }) => {
      const { about } = rows[n - 1]!;
      if ('area' in about || documents.length === 0) return [];
      const own = this.subjects.hashesOf(about.document).map((hash) => hash.toString('hex'));
      return own.some((hash) => documents.includes(hash)) ? [] : [rows[n - 1]!];
    });
    return new Set(others);
  }
}
