import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type Scope, scopeSql } from '../../../platform/authorization/scope.js';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page.js';
import { type ErrorFacts, errorDefinitions } from '../../../platform/kernel/domain-error.js';
import { Database } from '../../../platform/persistence/database.js';
import type { FeedFreshness } from '../../contracts/code-reader.js';
import type { Words } from '../../contracts/colours.js';
import { columnOf, interrupted, noSuchBatch, noSuchFeed, rowProblems, type RowProblem } from '../../domain/errors.js';
import { OUTPATIENT_COLUMNS } from '../../domain/outpatient-row.js';
import { RuleBooks } from '../verdict/rule-books.js';
import { SILENT } from './batches.js';
import { FileNames } from './file-names.js';

export interface FeedView extends Omit<FeedFreshness, 'feed'> {
  readonly key: string;
  readonly columns: readonly string[];
}

export interface BatchView {
  readonly id: string;
  readonly feed: string;
  readonly fileName: string;
  readonly receivedAt: string;
  readonly status: 'received' | 'applied' | 'failed';
  /** Of a file in progress: what it has, so far as it has arrived. The counts below say what became of them until now. */
  readonly rows?: number;
  readonly accepted: number;
  /** Of the accepted ones, those that some rule looks at: the others change no colour. */
  readonly evidence: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly problem?: { readonly code: string; readonly title: Words; readonly facts?: ErrorFacts };
}

export interface BatchRowView {
  readonly line: number;
  readonly reference: string;
  readonly result: string;
  readonly problem?: { readonly code: string; readonly title: Words; readonly column?: string };
}

type Asked = { cursor?: string | undefined; limit: number };

/** A process that died says so itself, before a sweep comes by. */
const DEAD = sql`(b.status = 'received' AND b.place IS NULL AND ${SILENT})`;
const COLUMNS = sql`b.id, b.feed, b.file_name, b.sealed_name, to_char(b.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "receivedAt",
  CASE WHEN ${DEAD} THEN 'failed' ELSE b.status END AS status, b.accepted, b.evidence, b.unchanged, b.rejected,
  CASE WHEN b.status = 'received' AND NOT ${DEAD} THEN (SELECT count(*)::int FROM health_verdict.batch_row r WHERE r.batch_id = b.id) END AS rows,
  CASE WHEN ${DEAD} THEN ${interrupted().code} ELSE b.failure END AS failure, b.failure_facts AS facts`;
type BatchRecord = Omit<BatchView, 'problem' | 'fileName' | 'rows'> & {
  rows: number | null;
  file_name: string | null;
  sealed_name: Buffer | null;
  failure: string | null;
  facts: ErrorFacts | null;
};
const OWNER = { authorityId: 'f.authority_id' };

/** Feeds and what was handed in to them; another authority's do not exist. */
@Injectable()
export class BatchViews {
  constructor(
    private readonly database: Database,
    private readonly ruleBooks: RuleBooks,
    private readonly fileNames: FileNames,
  ) {}

  async feeds(scope: Scope): Promise<FeedView[]> {
    const { rows } = await sql<{
      key: string;
    }>`SELECT f.key FROM health_verdict.feed f WHERE ${scopeSql(scope, OWNER)}`.execute(this.database.read());
    const own = new Set(rows.map(({ key }) => key));
    const feeds = (await this.ruleBooks.freshness()).filter(({ feed }) => own.has(feed));
    return feeds.map(({ feed, ...freshness }) => ({ key: feed, ...freshness, columns: OUTPATIENT_COLUMNS }));
  }

  /** @throws FEED.NOT_FOUND */
  async requireFeed(scope: Scope, feed: string): Promise<void> {
    const { rows } =
      await sql`SELECT 1 FROM health_verdict.feed f WHERE f.key = ${feed} AND ${scopeSql(scope, OWNER)}`.execute(
        this.database.read(),
      );
    if (rows.length === 0) throw noSuchFeed();
  }

  /** @throws BATCH.NOT_FOUND */
  async one(scope: Scope, id: string): Promise<BatchView> {
    const { rows } = await sql<BatchRecord>`
      SELECT ${COLUMNS} FROM health_verdict.batch b JOIN health_verdict.feed f ON f.key = b.feed WHERE b.id = ${id} AND ${scopeSql(scope, OWNER)}
    `.execute(this.database.read());
    if (!rows[0]) throw noSuchBatch();
    return this.view(rows[0]);
  }

  async page(scope: Scope, feed: string, { cursor, limit }: Asked): Promise<Page<BatchView>> {
    await this.requireFeed(scope, feed);
    const [at, id] = decodeCursor(cursor, 'at', 'id') ?? [null, null];
    const { rows } = await sql<BatchRecord>`
      SELECT ${COLUMNS} FROM health_verdict.batch b JOIN health_verdict.feed f ON f.key = b.feed
      WHERE b.feed = ${feed} AND ${scopeSql(scope, OWNER)}
        AND (${at}::timestamptz IS NULL OR (b.received_at, b.id) < (${at}::timestamptz, ${id}::uuid))
      ORDER BY b.received_at DESC, b.id DESC LIMIT ${limit + 1}
    `.execute(this.database.read());
    return toPage(
      rows,
      limit,
      (row) => this.view(row),
      (row) => [row.receivedAt, row.id],
    );
  }

  async rows(
    scope: Scope,
    id: string,
    result: string | undefined,
    { cursor, limit }: Asked,
  ): Promise<Page<BatchRowView>> {
    await this.one(scope, id);
    const [line] = decodeCursor(cursor, 'line') ?? [0];
    const { rows } = await sql<{ line: number; reference: string; result: string; code: RowProblem | null }>`
      SELECT line, reference, result, code FROM health_verdict.batch_row
      WHERE batch_id = ${id} AND line > ${line} AND ${result ? sql`result = ${result}` : sql`true`}
      ORDER BY line LIMIT ${limit + 1}
    `.execute(this.database.read());
    const view = ({ code, ...row }: (typeof rows)[number]): BatchRowView =>
      code ? { ...row, problem: problemOf(code) } : row;
    return toPage(rows, limit, view, (row) => [row.line]);
  }

  private view({ failure, facts, file_name, sealed_name, rows, ...record }: BatchRecord): BatchView {
    const batch = rows === null ? record : { ...record, rows };
    const reason = failure && errorDefinitions().find(({ code }) => code === failure);
    const fileName = sealed_name ? this.fileNames.open(sealed_name) : (file_name ?? '');
    if (!reason) return { ...batch, fileName };
    return {
      ...batch,
      fileName,
      problem: { code: reason.code, title: reason.title, ...(facts && Object.keys(facts).length > 0 ? { facts } : {}) },
    };
  }
}

function problemOf(code: RowProblem): BatchRowView['problem'] {
  const { zh, en } = rowProblems[code];
  const column = columnOf(code);
  return { code, title: { zh, en }, ...(column ? { column } : {}) };
}
