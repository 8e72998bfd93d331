import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { z } from 'zod';
import { decodeCursor, type Page, toPage } from '../../platform/http/page.js';
import { Database } from '../../platform/persistence/database.js';
import type { Words } from '../contracts/code-reader.js';
import { noSuchBatch, noSuchFeed, rowProblems, type RowProblem } from '../domain/errors.js';
import { OUTPATIENT_COLUMNS, type ReadRow } from '../domain/outpatient-row.js';
import { RuleBook } from './rule-book.js';

export interface StagedRow {
  readonly line: number;
  readonly read: ReadRow;
}

export interface BatchView {
  readonly id: string;
  readonly feed: string;
  readonly fileName: string;
  readonly receivedAt: string;
  readonly status: 'received' | 'applied' | 'failed';
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: number;
}

export interface BatchRowView {
  readonly line: number;
  readonly reference: string;
  readonly result: string;
  readonly problem?: { readonly code: string; readonly title: Words };
}

type Asked = { cursor?: string | undefined; limit: number };

const batchColumns = sql`b.id, b.feed, b.file_name AS "fileName", to_char(b.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "receivedAt",
  b.status, b.accepted, b.unchanged, b.rejected`;

/** What authorities handed in. Everything here is asked for one authority: another one's batches do not exist. */
@Injectable()
export class Batches {
  constructor(
    private readonly database: Database,
    private readonly ruleBook: RuleBook,
  ) {}

  async feeds(authorityId: string | undefined) {
    const { rows } = await sql<{ key: string }>`SELECT key FROM health_verdict.feed WHERE authority_id = ${authorityId ?? null}`.execute(this.database.read());
    const own = new Set(rows.map(({ key }) => key));
    return (await this.ruleBook.freshness()).filter(({ feed }) => own.has(feed)).map(({ feed, ...facts }) => ({ key: feed, ...facts, columns: [...OUTPATIENT_COLUMNS] }));
  }

  async ownsFeed(authorityId: string | undefined, feed: string): Promise<boolean> {
    const { rows } = await sql`SELECT 1 FROM health_verdict.feed WHERE key = ${feed} AND authority_id = ${authorityId ?? null}`.execute(this.database.read());
    return rows.length > 0;
  }

  async open(batch: { id: string; feed: string; operatorId: string; fileName: string; receivedAt: Date }): Promise<void> {
    await sql`
      INSERT INTO health_verdict.batch (id, feed, operator_id, file_name, received_at, status)
      VALUES (${batch.id}, ${batch.feed}, ${batch.operatorId}, ${batch.fileName}, ${batch.receivedAt}, 'received')
    `.execute(this.database.read());
  }

  /** Nothing of it was applied: its rows go, the attempt stays on record. */
  async fail(id: string): Promise<void> {
    const db = this.database.read();
    await sql`DELETE FROM health_verdict.staged_evidence WHERE batch_id = ${id}`.execute(db);
    await sql`DELETE FROM health_verdict.batch_row WHERE batch_id = ${id}`.execute(db);
    await sql`UPDATE health_verdict.batch SET status = 'failed' WHERE id = ${id}`.execute(db);
  }

  async close(id: string, feed: string): Promise<void> {
    const db = this.database.read();
    await sql`
      UPDATE health_verdict.batch SET status = 'applied', accepted = c.accepted, unchanged = c.unchanged, rejected = c.rejected
      FROM (SELECT count(*) FILTER (WHERE result = 'accepted') AS accepted, count(*) FILTER (WHERE result = 'unchanged') AS unchanged,
                   count(*) FILTER (WHERE result = 'rejected') AS rejected FROM health_verdict.batch_row WHERE batch_id = ${id}) c
      WHERE id = ${id}
    `.execute(db);
    await sql`UPDATE health_verdict.feed f SET as_of = greatest(f.as_of, b.received_at) FROM health_verdict.batch b WHERE b.id = ${id} AND f.key = ${feed}`.execute(db);
    this.ruleBook.forget();
  }

  async find(authorityId: string | undefined, id: string): Promise<BatchView | undefined> {
    const { rows } = await sql<BatchView>`
      SELECT ${batchColumns} FROM health_verdict.batch b JOIN health_verdict.feed f ON f.key = b.feed WHERE b.id = ${id} AND f.authority_id = ${authorityId ?? null}
    `.execute(this.database.read());
    return rows[0];
  }

  async page(authorityId: string | undefined, feed: string, { cursor, limit }: Asked): Promise<Page<BatchView>> {
    if (!(await this.ownsFeed(authorityId, feed))) throw noSuchFeed();
    const after = decodeCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]));
    const { rows } = await sql<BatchView>`
      SELECT ${batchColumns} FROM health_verdict.batch b
      WHERE b.feed = ${feed} AND (${after?.[0] ?? null}::timestamptz IS NULL OR (b.received_at, b.id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
      ORDER BY b.received_at DESC, b.id DESC LIMIT ${limit + 1}
    `.execute(this.database.read());
    return toPage(rows, limit, (row) => row, (row) => [row.receivedAt, row.id]);
  }

  async rows(authorityId: string | undefined, id: string, result: string | undefined, { cursor, limit }: Asked): Promise<Page<BatchRowView>> {
    if (!(await this.find(authorityId, id))) throw noSuchBatch();
    const after = decodeCursor(cursor, z.tuple([z.int()]));
    const { rows } = await sql<{ line: number; reference: string; result: string; code: RowProblem | null }>`
      SELECT line, reference, result, code FROM health_verdict.batch_row
      WHERE batch_id = ${id} AND line > ${after?.[0] ?? 0} AND (${result ?? null}::text IS NULL OR result = ${result ?? null})
      ORDER BY line LIMIT ${limit + 1}
    `.execute(this.database.read());
    const view = ({ code, ...row }: (typeof rows)[number]): BatchRowView => (code ? { ...row, problem: { code, title: rowProblems[code] } } : row);
    return toPage(rows, limit, view, (row) => [row.line]);
  }
}
