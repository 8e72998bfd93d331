import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../../../platform/kernel/clock.js';
import type { ErrorDefinition } from '../../../platform/kernel/domain-error.js';
import { Transactions } from '../../../platform/persistence/transactions.js';
import { RuleBook } from '../verdict/rule-book.js';
import { EvidenceIntake } from './evidence-intake.js';
import { Staging } from './staging.js';

/** Rows applied per transaction; 0.3 s of a busy machine, and the watermark of the outbox waits for it. */
const CHUNK = 500;

/** The life of an upload: received, complete, applied; or failed. */
@Injectable()
export class Batches {
  constructor(
    private readonly transactions: Transactions,
    private readonly staging: Staging,
    private readonly intake: EvidenceIntake,
    private readonly ruleBook: RuleBook,
    private readonly clock: Clock,
  ) {}

  async open(batch: { id: string; feed: string; operatorId: string; fileName: string; receivedAt: Date }): Promise<void> {
    await this.transactions.run((tx) =>
      sql`
        INSERT INTO health_verdict.batch (id, feed, operator_id, file_name, received_at, status)
        VALUES (${batch.id}, ${batch.feed}, ${batch.operatorId}, ${batch.fileName}, ${batch.receivedAt}, 'received')
      `.execute(tx.db()),
    );
  }

  /** The attempt stays on record, nothing else of it does. */
  async fail(id: string, reason: ErrorDefinition): Promise<void> {
    await this.staging.discard(id);
    await this.transactions.run((tx) =>
      sql`UPDATE health_verdict.batch SET status = 'failed', failure = ${reason.code} WHERE id = ${id} AND complete_at IS NULL`.execute(tx.db()),
    );
  }

  /** From here on the file counts, even if this process dies. */
  async complete(id: string): Promise<void> {
    await this.transactions.run((tx) => sql`UPDATE health_verdict.batch SET complete_at = ${this.clock.now()} WHERE id = ${id}`.execute(tx.db()));
  }

  /** Goes on where it was left; two processes at the same batch only share the work. A file of which nothing was taken says nothing about how new the data are. */
  async apply(id: string): Promise<void> {
    while ((await this.transactions.run((tx) => this.intake.apply(tx, id, CHUNK))) > 0);
    await this.transactions.run(async (tx) => {
      await sql`
        UPDATE health_verdict.batch SET status = 'applied', accepted = c.accepted, unchanged = c.unchanged, rejected = c.rejected
        FROM (SELECT count(*) FILTER (WHERE result = 'accepted') AS accepted, count(*) FILTER (WHERE result = 'unchanged') AS unchanged,
                     count(*) FILTER (WHERE result = 'rejected') AS rejected FROM health_verdict.batch_row WHERE batch_id = ${id}) c
        WHERE id = ${id}
      `.execute(tx.db());
      await sql`
        UPDATE health_verdict.feed f SET as_of = greatest(f.as_of, b.received_at) FROM health_verdict.batch b
        WHERE b.id = ${id} AND f.key = b.feed AND b.accepted + b.unchanged > 0
      `.execute(tx.db());
    });
    this.ruleBook.forget();
  }

  /** Batches that a dead process left behind. */
  async unfinished(completeBefore: Date, receivedBefore: Date): Promise<{ id: string; complete: boolean }[]> {
    return this.transactions.run(async (tx) => {
      const { rows } = await sql<{ id: string; complete: boolean }>`
        SELECT id, complete_at IS NOT NULL AS complete FROM health_verdict.batch
        WHERE status = 'received' AND (complete_at < ${completeBefore} OR (complete_at IS NULL AND received_at < ${receivedBefore})) LIMIT 20
      `.execute(tx.db());
      return rows;
    });
  }
}
