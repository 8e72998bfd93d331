import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { KeyedHash } from '../../../platform/crypto/keyed-hash.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { mapInTurns } from '../../../platform/operations/in-turns.js';
import { packed } from '../../../platform/persistence/packed.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import type { Row } from '../../../platform/persistence/values.js';
import type { Feed } from '../../feeds/feed.js';
import { contentOf } from '../../feeds/read-row.js';
import type { HealthVerdictTables } from '../../tables.js';
import type { StagedRow } from './staging.js';

type RecordRow = Row<HealthVerdictTables, 'health_verdict.record'>;
type KnownRow = Pick<RecordRow, 'reference' | 'revision' | 'content_hash'>;

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

  /** No two processes are at files of one feed: what is known cannot change between the two statements. */
  async keep(tx: Tx, { id, feed }: Batch, rows: readonly StagedRow[]): Promise<Kept> {
    const known = await this.known(tx, feed, rows);
    const contents = await mapInTurns(rows, (row) => this.hash.of(contentOf(feed, row), PURPOSE));
    const [accepted, unchanged, conflicting]: [StagedRow[], StagedRow[], StagedRow[]] = [[], [], []];
    const fresh: Buffer[] = [];
    rows.forEach((row, index) => {
      const before = known.get(keyOf(row));
      if (before) {
        const same = before.equals(contents[index]!) || this.isSameByOlderKey(feed, row, before);
        return void (same ? unchanged : conflicting).push(row);
      }
      known.set(keyOf(row), contents[index]!);
      accepted.push(row);
      fresh.push(contents[index]!);
    });
    if (accepted.length > 0) await this.insert(tx, { id, feed }, accepted, fresh);
    return { accepted, unchanged, conflicting };
  }

  private insert(tx: Tx, { id, feed }: Batch, rows: readonly StagedRow[], contents: readonly Buffer[]) {
    const each = <Value>(of: (row: StagedRow) => Value) => rows.map(of);
    return sql`
      INSERT INTO health_verdict.record (feed, reference, revision, withdrawn, content_hash, batch_id, line, recorded_at)
      SELECT ${feed.key}, reference, revision, withdrawn, ${packed(contents, 'n')}, ${id}, line, ${this.clock.now()}::timestamptz
      FROM unnest(${each(({ line }) => line)}::int[], ${each(({ reference }) => reference)}::text[], ${each(({ revision }) => revision)}::int[],
                  ${each(({ withdrawn }) => withdrawn)}::boolean[]) WITH ORDINALITY AS r (line, reference, revision, withdrawn, n)
    `.execute(tx.db());
  }

  /** Row by row, by the key: what the planner knows of a table that grows by the million is old. */
  private async known(tx: Tx, feed: Feed, rows: readonly StagedRow[]): Promise<Map<string, Buffer>> {
    const { rows: known } = await sql<KnownRow>`
      SELECT k.reference, k.revision, k.content_hash
      FROM unnest(${rows.map(({ reference }) => reference)}::text[], ${rows.map(({ revision }) => revision)}::int[]) AS r (reference, revision)
      CROSS JOIN LATERAL (SELECT reference, revision, content_hash FROM health_verdict.record WHERE feed = ${feed.key} AND reference = r.reference AND revision = r.revision OFFSET 0) k
    `.execute(tx.db());
    return new Map(known.map((row) => [keyOf(row), row.content_hash]));
  }

  private isSameByOlderKey(feed: Feed, row: StagedRow, content: Buffer): boolean {
    return this.hash.candidates(contentOf(feed, row), PURPOSE).some((hash) => hash.equals(content));
  }
}

function keyOf({ reference, revision }: { readonly reference: string; readonly revision: number }): string {
  return `${revision} ${reference}`;
}
