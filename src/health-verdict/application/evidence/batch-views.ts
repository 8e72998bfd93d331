import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type Scope, scopeSql } from '../../../platform/authorization/scope.js';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page.js';
import type { Operation } from '../../../platform/operations/operation.js';
import { OperationViews } from '../../../platform/operations/operation-views.js';
import { Database } from '../../../platform/persistence/database.js';
import type { FeedFreshness } from '../../contracts/code-reader.js';
import type { Words } from '../../contracts/colours.js';
import { noSuchBatch, noSuchFeed, type RowProblemCode, rowProblems } from '../../domain/errors.js';
import { columnsOf } from '../../feeds/read-row.js';
import { Feeds } from './feeds.js';
import { FileNames } from './file-names.js';

export interface FeedView extends Omit<FeedFreshness, 'feed'> {
  readonly key: string;
  readonly columns: readonly string[];
}

export interface BatchView {
  /** That of its operation, too. */
  readonly id: string;
  readonly feed: string;
  readonly fileName: string;
  readonly receivedAt: string;
  readonly status: Operation['state'];
  /** What has arrived of it. The counts below say what became of them until now. */
  readonly rows: number;
  readonly accepted: number;
  /** Of the accepted ones, those that made evidence: the others change no colour. */
  readonly evidence: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly problem?: Operation['problem'];
}

export interface BatchRowView {
  readonly line: number;
  readonly reference: string;
  readonly result: string;
  readonly problem?: { readonly code: string; readonly title: Words; readonly column?: string };
}

type Asked = { cursor?: string | undefined; limit: number };

interface BatchRecord {
  id: string;
  feed: string;
  file_name: string | null;
  sealed_name: Buffer | null;
  receivedAt: string;
}
interface RowRecord {
  line: number;
  reference: string;
  result: string;
  code: RowProblemCode | null;
  column: string | null;
}

const COLUMNS = sql`b.id, b.feed, b.file_name, b.sealed_name, to_char(b.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "receivedAt"`;
const OWNER = { authorityId: 'f.authority_id' };

/** Feeds and what was handed in to them; another authority's do not exist. */
@Injectable()
export class BatchViews {
  constructor(
    private readonly database: Database,
    private readonly known: Feeds,
    private readonly operations: OperationViews,
    private readonly fileNames: FileNames,
  ) {}

  async feeds(scope: Scope): Promise<FeedView[]> {
    const { rows } = await sql<{
      key: string;
    }>`SELECT f.key FROM health_verdict.feed f WHERE ${scopeSql(scope, OWNER)}`.execute(this.database.read());
    const own = new Set(rows.map(({ key }) => key));
    const feeds = (await this.known.freshness()).filter(({ feed }) => own.has(feed));
    return feeds.map(({ feed, ...freshness }) => ({
      key: feed,
      ...freshness,
      columns: columnsOf(this.known.named(feed)).map(({ name }) => name),
    }));
  }

  /** @throws FEED.NOT_FOUND */
  private async requireFeed(scope: Scope, feed: string): Promise<void> {
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
    return (await this.views(rows))[0]!;
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
    const views = await this.views(rows);
    return toPage(
      views,
      limit,
      (view) => view,
      (view) => [view.receivedAt, view.id],
    );
  }

  /** Accepted rows are records; what became of the others stands beside them. */
  async rows(
    scope: Scope,
    id: string,
    result: string | undefined,
    { cursor, limit }: Asked,
  ): Promise<Page<BatchRowView>> {
    await this.one(scope, id);
    const [line] = decodeCursor(cursor, 'line') ?? [0];
    const { rows } = await sql<RowRecord>`
      SELECT * FROM (
        (SELECT line, reference, result, code, column_name AS "column" FROM health_verdict.batch_row
         WHERE batch_id = ${id} AND line > ${line} AND ${result ? sql`result = ${result}` : sql`true`} ORDER BY line LIMIT ${limit + 1})
        UNION ALL
        (SELECT line, reference, 'accepted', NULL, NULL FROM health_verdict.record
         WHERE batch_id = ${id} AND line > ${line} AND ${result ?? 'accepted'} = 'accepted' ORDER BY line LIMIT ${limit + 1})
      ) r ORDER BY line LIMIT ${limit + 1}
    `.execute(this.database.read());
    return toPage(rows, limit, rowView, (row) => [row.line]);
  }

  private async views(rows: readonly BatchRecord[]): Promise<BatchView[]> {
    const operations = await this.operations.many(rows.map(({ id }) => id));
    return rows.map(({ file_name, sealed_name, ...batch }) => {
      const { state, total, counts, problem } = operations.get(batch.id)!;
      const count = (name: string) => counts[name] ?? 0;
      return {
        ...batch,
        fileName: sealed_name ? this.fileNames.open(sealed_name) : (file_name ?? ''),
        status: state,
        rows: total,
        accepted: count('accepted'),
        evidence: count('evidence'),
        unchanged: count('unchanged'),
        rejected: count('rejected'),
        ...(problem ? { problem } : {}),
      };
    });
  }
}

function rowView({ code, column, ...row }: RowRecord): BatchRowView {
  if (!code) return row;
  const { zh, en } = rowProblems[code];
  return { ...row, problem: { code, title: { zh, en }, ...(column ? { column } : {}) } };
}
