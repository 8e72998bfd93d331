import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Readable } from 'node:stream';
import type { Principal } from '../../platform/authorization/principal.js';
import { Clock } from '../../platform/kernel/clock.js';
import { newId } from '../../platform/kernel/ids.js';
import { localDate } from '../../platform/kernel/shanghai.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { noSuchFeed } from '../domain/errors.js';
import { OUTPATIENT_COLUMNS, readOutpatientRow } from '../domain/outpatient-row.js';
import { Batches, type BatchView, type StagedRow } from '../infrastructure/batches.js';
import { csvRows } from '../infrastructure/csv-rows.js';
import { EvidenceIntake } from '../infrastructure/evidence-intake.js';

/** Rows per transaction: short enough for the outbox's watermark. */
const CHUNK = 1000;

export class TakeInBatch extends Command<BatchView> {
  constructor(
    readonly operator: Principal,
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
    private readonly transactions: Transactions,
    private readonly batches: Batches,
    private readonly intake: EvidenceIntake,
    private readonly clock: Clock,
  ) {}

  async execute({ operator, feed, fileName, content }: TakeInBatch): Promise<BatchView> {
    if (!(await this.batches.ownsFeed(operator.authorityId, feed))) {
      content.resume();
      throw noSuchFeed();
    }
    const id = newId();
    await this.batches.open({ id, feed, operatorId: operator.accountId, fileName: fileName.slice(0, 200), receivedAt: this.clock.now() });
    try {
      await this.stage(id, content);
    } catch (error) {
      await this.batches.fail(id);
      throw error;
    }
    while ((await this.transactions.run((tx) => this.intake.apply(tx, id, feed, CHUNK))) === CHUNK);
    await this.batches.close(id, feed);
    return (await this.batches.find(operator.authorityId, id))!;
  }

  private async stage(id: string, content: Readable): Promise<void> {
    const today = localDate(this.clock.now());
    let chunk: StagedRow[] = [];
    for await (const { line, fields } of csvRows(content, OUTPATIENT_COLUMNS)) {
      const read = fields ? readOutpatientRow(fields, today) : ({ ok: false, reference: '', problem: 'ROW.COLUMNS' } as const);
      chunk.push({ line, read });
      if (chunk.length < CHUNK) continue;
      await this.intake.stage(id, chunk);
      chunk = [];
    }
    await this.intake.stage(id, chunk);
  }
}
