import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { KeyedHash } from '../../../platform/crypto/keyed-hash.js';
import { Clock } from '../../../platform/kernel/clock.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import type { Feed } from '../../feeds/feed.js';
import { contentOf } from '../../feeds/read-row.js';
import type { StagedRow } from './staging.js';

const PURPOSE = 'evidence';

export interface Batch {
  readonly id: string;
  readonly feed: Feed;
}

export interface Kept {
  /** New ones; of two that are the same in one piece, the first. */
  readonly accepted: readonly StagedRow[];
  readonly unchanged: readonly StagedRow[];
  /** Known with other content, which stays. */
  readonly conflicting: readonly StagedRow[];
}

/** What authorities said of each of their records, revision by revision. */
@Injectable()
export class Records {
  constructor(
    private readonly hash: KeyedHash,
    private readonly clock: Clock,
  ) {}

  async keep(tx: Tx, { id, feed }: Batch, rows: readonly StagedRow[]): Promise<Kept> {
    const contents = rows.map((row) => this.hash.of(contentOf(feed, row), PURPOSE));
    const { rows: made } = await sql<{ line: number }>`
      INSERT INTO health_verdict.record (feed, reference, revision, withdrawn, content_hash, batch_id, line, recorded_at)
      SELECT ${feed.key}, reference, revision, withdrawn, content, ${id}, line, ${this.clock.now()}::timestamptz
      FROM unnest(${rows.map(({ line }) => line)}::int[], ${rows.map(({ reference }) => reference)}::text[], ${rows.map(({ revision }) => revision)}::int[],
                  ${rows.map(({ withdrawn }) => withdrawn)}::boolean[], ${contents}::bytea[]) AS r (line, reference, revision, withdrawn, content) ORDER BY line
      ON CONFLICT (feed, reference, revision) DO NOTHING RETURNING line
    `.execute(tx.db());
    if (made.length === rows.length) return { accepted: rows, unchanged: [], conflicting: [] };
    const lines = new Set(made.map(({ line }) => line));
    const others = rows.filter(({ line }) => !lines.has(line));
    const known = await this.contentsOf(tx, feed, others);
    const isSame = (row: StagedRow) =>
      this.hash.candidates(contentOf(feed, row), PURPOSE).some((hash) => known.get(keyOf(row))!.equals(hash));
    return {
      accepted: rows.filter(({ line }) => lines.has(line)),
      unchanged: others.filter(isSame),
      conflicting: others.filter((row) => !isSame(row)),
    };
  }

  private async contentsOf(tx: Tx, feed: Feed, rows: readonly StagedRow[]): Promise<ReadonlyMap<string, Buffer>> {
    const { rows: known } = await sql<{ reference: string; revision: number; content_hash: Buffer }>`
      SELECT reference, revision, content_hash FROM health_verdict.record
      WHERE feed = ${feed.key} AND (reference, revision) IN
        (SELECT * FROM unnest(${rows.map(({ reference }) => reference)}::text[], ${rows.map(({ revision }) => revision)}::int[]))
    `.execute(tx.db());
    return new Map(known.map((row) => [keyOf(row), row.content_hash]));
  }
}

function keyOf({ reference, revision }: { readonly reference: string; readonly revision: number }): string {
  return `${revision} ${reference}`;
}
