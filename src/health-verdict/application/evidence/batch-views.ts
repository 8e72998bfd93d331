import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type Scope, scopeSql } from '../../../platform/authorization/scope.js';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page.js';
import type { Operation } from '../../../platform/operations/operation.js';
import { OperationViews } from '../../../platform/operations/operation-views.js';
import { Database } from '../../../platform/persistence/database.js';
import type { Row } from '../../../platform/persistence/values.js';
import type { FeedFreshness } from '../../contracts/code-reader.js';
import type { Words } from '../../contracts/colours.js';
import { noSuchBatch, noSuchFeed, type RowProblemCode, rowProblems } from '../../domain/errors.js';
import type { ToldColumn } from '../../feeds/feed.js';
import { columnsOf } from '../../feeds/read-row.js';
import type { HealthVerdictTables } from '../../tables.js';
import { Feeds } from './feeds.js';
import { FileNames } from './file-names.js';

export interface FeedView extends Omit<FeedFreshness, 'feed'> {
  readonly key: string;
  /** In the order in which we tell them; a file may have them in any. */
  readonly columns: readonly ColumnView[];
}

export interface ColumnView {
  readonly name: string;
  /** What else it may be called at the head of a file, the name that we tell first before the others. */
  readonly names: readonly string[];
  readonly hint: Words;
  /** A file without it is taken. */
  readonly optional: boolean;
  readonly mayBeEmpty: boolean;
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

type BatchRecord = Row<HealthVerdictTables, 'health_verdict.batch'>;
type RowRecord = Omit<Row<HealthVerdictTables, 'health_verdict.batch_row'>, 'batch_id'>;

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
    const own = new Set((await this.feedsIn(scope).execute()).map(({ key }) => key));
    const feeds = (await this.known.freshness()).filter(({ feed }) => own.has(feed));
    return feeds.map(({ feed, ...freshness }) => ({
      key: feed,
      ...freshness,
      columns: columnsOf(this.known.named(feed)).map(columnView),
    }));
  }

  /** @throws FEED.NOT_FOUND */
  private async requireFeed(scope: Scope, feed: string): Promise<void> {
    await this.feedsIn(scope)
      .where('f.key', '=', feed)
      .executeTakeFirstOrThrow(() => noSuchFeed());
  }

  /** @throws BATCH.NOT_FOUND */
  async one(scope: Scope, id: string): Promise<BatchView> {
    const batch = await this.batchesIn(scope)
      .where('b.id', '=', id)
      .executeTakeFirstOrThrow(() => noSuchBatch());
    return (await this.views([batch]))[0]!;
  }

  async page(scope: Scope, feed: string, { cursor, limit }: Asked): Promise<Page<BatchView>> {
    await this.requireFeed(scope, feed);
    const place = decodeCursor(cursor, 'at', 'id');
    const newest = this.batchesIn(scope)
      .where('b.feed', '=', feed)
      .orderBy('b.received_at', 'desc')
      .orderBy('b.id', 'desc')
      .limit(limit + 1);
    const older = (at: string, id: string) =>
      newest.where(({ eb, refTuple, tuple }) => eb(refTuple('b.received_at', 'b.id'), '<', tuple(new Date(at), id)));
    const views = await this.views(await (place ? older(...place) : newest).execute());
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
        (SELECT line, reference, result, code, column_name FROM health_verdict.batch_row
         WHERE batch_id = ${id} AND line > ${line} AND (${result ?? null}::text IS NULL OR result = ${result ?? null}) ORDER BY line LIMIT ${limit + 1})
        UNION ALL
        (SELECT line, reference, 'accepted', NULL, NULL FROM health_verdict.record
         WHERE batch_id = ${id} AND line > ${line} AND ${result ?? 'accepted'} = 'accepted' ORDER BY line LIMIT ${limit + 1})
      ) r ORDER BY line LIMIT ${limit + 1}
    `.execute(this.database.read());
    return toPage(rows, limit, rowView, (row) => [row.line]);
  }

  private feedsIn(scope: Scope) {
    const feeds = this.database.read<HealthVerdictTables>().selectFrom('health_verdict.feed as f');
    return feeds.select('f.key').where(scopeSql(scope, OWNER));
  }

  private batchesIn(scope: Scope) {
    return this.database
      .read<HealthVerdictTables>()
      .selectFrom('health_verdict.batch as b')
      .innerJoin('health_verdict.feed as f', 'f.key', 'b.feed')
      .selectAll('b')
      .where(scopeSql(scope, OWNER));
  }

  private async views(rows: readonly BatchRecord[]): Promise<BatchView[]> {
    const operations = await this.operations.many(rows.map(({ id }) => id));
    return rows.map(({ id, feed, file_name, sealed_name, received_at }) => {
      const { state, total, counts, problem } = operations.get(id)!;
      const count = (name: string) => counts[name] ?? 0;
      return {
        id,
        feed,
        receivedAt: received_at.toISOString(),
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

function rowView({ code, column_name: column, ...row }: RowRecord): BatchRowView {
  if (!code) return row;
  const { zh, en } = rowProblems[code as RowProblemCode];
  return { ...row, problem: { code, title: { zh, en }, ...(column ? { column } : {}) } };
}

function columnView({ name, synonyms = [], hint, optional = false, mayBeEmpty = false }: ToldColumn): ColumnView {
  return { name, names: synonyms, hint, optional, mayBeEmpty };
}
