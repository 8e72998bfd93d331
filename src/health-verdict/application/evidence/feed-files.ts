import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type Counts, Operates, OperationKind, type Piece } from '../../../platform/operations/operation.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import type { HealthVerdictTables } from '../../tables.js';
import { EvidenceIntake } from './evidence-intake.js';
import { Feeds } from './feeds.js';
import { FEED_FILE } from './receive-file.js';
import { Staging } from './staging.js';

/** Files of feeds, from the moment when all of one is here. */
@Injectable()
@Operates(FEED_FILE)
export class FeedFiles extends OperationKind {
  constructor(
    private readonly staging: Staging,
    private readonly intake: EvidenceIntake,
    private readonly feeds: Feeds,
  ) {
    super();
  }

  async apply(tx: Tx, id: string): Promise<Piece | undefined> {
    const rows = await this.staging.take(tx, id);
    if (!rows) return undefined;
    const counts = await this.intake.apply(tx, { id, feed: this.feeds.named(await this.feedOf(tx, id)) }, rows);
    return { rows: rows.length, counts };
  }

  /** A file of which nothing was taken says nothing about how new the data are. */
  async finish(tx: Tx, id: string, { accepted = 0, unchanged = 0 }: Counts): Promise<void> {
    if (accepted + unchanged === 0) return;
    await sql`
      UPDATE health_verdict.feed f SET as_of = greatest(f.as_of, b.received_at) FROM health_verdict.batch b WHERE b.id = ${id} AND f.key = b.feed
    `.execute(tx.db());
    tx.afterCommit(() => this.feeds.forget());
  }

  discard(id: string): Promise<void> {
    return this.staging.discard(id);
  }

  private async feedOf(tx: Tx, id: string): Promise<string> {
    const batches = tx.db<HealthVerdictTables>().selectFrom('health_verdict.batch');
    return (await batches.select('feed').where('id', '=', id).executeTakeFirstOrThrow()).feed;
  }
}
