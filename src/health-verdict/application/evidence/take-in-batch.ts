import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Readable } from 'node:stream';
import type { Scope } from '../../../platform/authorization/scope.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { DomainError } from '../../../platform/kernel/domain-error.js';
import { newId } from '../../../platform/kernel/ids.js';
import { localDate } from '../../../platform/kernel/shanghai.js';
import { emptyFile, interrupted, roundedFile } from '../../domain/errors.js';
import { COLUMNS_OF_A_FILE, longNumberOf, readFileRow } from '../../domain/outpatient-row.js';
import type { Fields } from '../../domain/row-shape.js';
import { isRounded } from '../../domain/spreadsheet-damage.js';
import { type BatchView, BatchViews } from './batch-views.js';
import { Batches } from './batches.js';
import { FeedFiles } from './feed-file.js';
import { type StagedRow, Staging } from './staging.js';

/** Rows staged per transaction. */
const CHUNK = 1000;

export class TakeInBatch extends Command<BatchView> {
  constructor(
    /** Of whoever uploads: whose feeds there are for them. */
    readonly scope: Scope,
    readonly operatorId: string,
    readonly feed: string,
    readonly fileName: string,
    readonly content: Readable,
  ) {
    super();
  }
}

/**
 * An authority's file becomes evidence in two steps: staged while it arrives, applied when all of it is here. A connection that
 * breaks in between leaves nothing applied.
 */
@CommandHandler(TakeInBatch)
export class TakeInBatchHandler implements ICommandHandler<TakeInBatch> {
  constructor(
    private readonly batches: Batches,
    private readonly views: BatchViews,
    private readonly files: FeedFiles,
    private readonly staging: Staging,
    private readonly clock: Clock,
  ) {}

  async execute({ scope, operatorId, feed, fileName, content }: TakeInBatch): Promise<BatchView> {
    const id = newId();
    try {
      await this.views.requireFeed(scope, feed);
      await this.batches.open({ id, feed, operatorId, fileName, receivedAt: this.clock.now() });
      await this.batches.alive(id, async () => {
        await this.stage(id, content);
        await this.batches.complete(id);
      });
    } catch (error) {
      content.on('error', () => undefined).destroy();
      await this.batches.fail(id, error instanceof DomainError ? error : interrupted());
      throw error;
    }
    await this.batches.alive(id, () => this.batches.apply(id));
    return this.views.one(scope, id);
  }

  private async stage(id: string, content: Readable): Promise<void> {
    const today = localDate(this.clock.now());
    const numbers = new SeenNumbers();
    let chunk: StagedRow[] = [];
    let rows = 0;
    for await (const { line, ...cells } of this.files.rows(content, COLUMNS_OF_A_FILE)) {
      numbers.see(line, cells.fields);
      chunk.push({ line, read: readFileRow(cells, today) });
      rows++;
      if (chunk.length < CHUNK) continue;
      await this.staging.add(id, chunk);
      chunk = [];
    }
    if (rows === 0) throw emptyFile();
    await this.staging.add(id, chunk);
    numbers.requireUnrounded();
  }
}

/** Whether a spreadsheet rounded the column shows only when all of the file was seen. */
class SeenNumbers {
  all = 0;
  endingIn000 = 0;
  private first = 0;

  see(line: number, fields: Fields): void {
    const number = longNumberOf(fields);
    if (!number) return;
    this.all++;
    if (!number.endsIn000) return;
    if (this.endingIn000 === 0) this.first = line;
    this.endingIn000++;
  }

  /** @throws FEED.ROUNDED */
  requireUnrounded(): void {
    if (isRounded(this)) throw roundedFile({ rows: this.endingIn000, line: this.first });
  }
}
