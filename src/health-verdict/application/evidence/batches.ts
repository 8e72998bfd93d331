import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { DomainError } from '../../../platform/kernel/domain-error.js';
import { Transactions, type Tx } from '../../../platform/persistence/transactions.js';
import { interrupted } from '../../domain/errors.js';
import { RuleBooks } from '../verdict/rule-books.js';
import { EvidenceIntake } from './evidence-intake.js';
import { FileNames } from './file-names.js';
import { Staging } from './staging.js';

/** Rows applied per transaction; 0.3 s of a busy machine, and the watermark of the outbox waits for it. */
const CHUNK = 500;
const BEAT_MS = 3000;

/** Of a batch `b`: no process is at it any more. Several beats, by the database's clock. */
export const SILENT = sql`b.alive_at < now() - interval '12 seconds'`;

export interface NewBatch {
  readonly id: string;
  readonly feed: string;
  readonly operatorId: string;
  readonly fileName: string;
  readonly receivedAt: Date;
}

/** The life of an upload: received, complete, applied; or failed. */
@Injectable()
export class Batches {
  constructor(
    private readonly transactions: Transactions,
    private readonly staging: Staging,
    private readonly intake: EvidenceIntake,
    private readonly ruleBooks: RuleBooks,
    private readonly fileNames: FileNames,
  ) {}

  async open({ id, feed, operatorId, fileName, receivedAt }: NewBatch): Promise<void> {
    await this.transactions.run((tx) =>
      sql`
        INSERT INTO health_verdict.batch (id, feed, operator_id, sealed_name, received_at, status)
        VALUES (${id}, ${feed}, ${operatorId}, ${this.fileNames.seal(fileName)}, ${receivedAt}, 'received')
      `.execute(tx.db()),
    );
  }

  /** While the work goes on, everybody can see that it does. */
  async alive<T>(id: string, work: () => Promise<T>): Promise<T> {
    const beat = () =>
      this.transactions.run((tx) =>
        sql`UPDATE health_verdict.batch SET alive_at = now() WHERE id = ${id}`.execute(tx.db()),
      );
    const timer = setInterval(() => void beat().catch(() => undefined), BEAT_MS);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }

  /** The attempt stays on record, nothing else of it does; what a process that was only slow adds meanwhile goes as well. */
  async fail(id: string, { code, facts }: DomainError): Promise<void> {
    await this.staging.discard(id);
    const failed = await this.transactions.run((tx) =>
      sql`
        UPDATE health_verdict.batch SET status = 'failed', failure = ${code}, failure_facts = ${JSON.stringify(facts)}::jsonb
        WHERE id = ${id} AND status = 'received' AND place IS NULL
      `.execute(tx.db()),
    );
    if (Number(failed.numAffectedRows ?? 0) > 0) await this.staging.discard(id);
  }

  /** From here on the file counts, even if this process dies, and has its place behind those that were here before. @throws FEED.INTERRUPTED for one given up meanwhile */
  async complete(id: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.lockFeed(tx, id);
      const { rows } = await sql`
        UPDATE health_verdict.batch SET complete_at = now(), alive_at = now(), place = nextval('health_verdict.batch_place'),
               rejected = (SELECT count(*) FROM health_verdict.batch_row WHERE batch_id = ${id} AND result = 'rejected')
        WHERE id = ${id} AND status = 'received' RETURNING 1
      `.execute(tx.db());
      if (rows.length === 0) throw interrupted();
    });
  }

  /**
   * One file of a feed is applied as a whole before the next, in the order of their places: whoever waits for a later one works at the first
   * in the line, so that a file left by a dead process holds up nobody.
   */
  async apply(id: string): Promise<void> {
    while (await this.transactions.run((tx) => this.step(tx, id)));
    this.ruleBooks.forget();
  }

  /** Batches that a dead process left behind, those that are complete in their order. */
  async unfinished(): Promise<{ id: string; complete: boolean }[]> {
    return this.transactions.run(async (tx) => {
      const { rows } = await sql<{ id: string; complete: boolean }>`
        SELECT b.id, b.place IS NOT NULL AS complete FROM health_verdict.batch b WHERE b.status = 'received' AND ${SILENT} ORDER BY b.place LIMIT 20
      `.execute(tx.db());
      return rows;
    });
  }

  /** @returns whether there is more to do until this batch is applied */
  private async step(tx: Tx, id: string): Promise<boolean> {
    const feed = await this.lockFeed(tx, id);
    const { rows } = await sql<{ id: string }>`
      SELECT first.id FROM health_verdict.batch own JOIN health_verdict.batch first ON first.feed = own.feed AND first.status = 'received' AND first.place <= own.place
      WHERE own.id = ${id} AND own.status = 'received' ORDER BY first.place LIMIT 1
    `.execute(tx.db());
    const first = rows[0]?.id;
    if (!first) return false;
    await sql`UPDATE health_verdict.batch SET alive_at = now() WHERE id IN (${id}, ${first})`.execute(tx.db());
    if ((await this.intake.apply(tx, { id: first, feed }, CHUNK)) === CHUNK) return true;
    await this.finish(tx, first);
    return first !== id;
  }

  /** Until the end of the transaction (other files may begin to arrive meanwhile): what is known about a reference cannot change while it is compared, and the line does not move. */
  private async lockFeed(tx: Tx, id: string): Promise<string> {
    const { rows } = await sql<{ key: string }>`
      SELECT f.key FROM health_verdict.feed f JOIN health_verdict.batch b ON b.feed = f.key WHERE b.id = ${id} FOR NO KEY UPDATE OF f
    `.execute(tx.db());
    return rows[0]!.key;
  }

  /** A file of which nothing was taken says nothing about how new the data are. */
  private async finish(tx: Tx, id: string): Promise<void> {
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
  }
}
