import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../persistence/database.js';
import type { PlatformTables } from '../persistence/tables.js';
import { type Tx, Transactions } from '../persistence/transactions.js';
import type { OutboxEvent } from './outbox.js';
import { problemOf } from './problem.js';

/** Three rounds of eight tries: some minutes. Whatever has not passed by then waits for somebody to look at it. */
export const TRIES_BEFORE_PARKING = 24;

export interface ReactionJob {
  readonly subscriber: string;
  readonly event: OutboxEvent;
}

/** Reactions that failed, and those that are parked: not tried again until `npm run projections -- retry`. */
@Injectable()
export class FailedReactions {
  private readonly log = new Logger('Reactions');

  constructor(
    private readonly database: Database,
    private readonly transactions: Transactions,
  ) {}

  /** @returns whether it is parked now */
  async recordFailure(job: ReactionJob, error: unknown): Promise<boolean> {
    return this.upsert(job, problemOf(error), TRIES_BEFORE_PARKING);
  }

  /** What can never succeed is not tried again. */
  async park(job: ReactionJob, problem: string): Promise<void> {
    await this.upsert(job, problem, 1);
  }

  async parked(): Promise<ReactionJob[]> {
    return this.database
      .read<PlatformTables>()
      .selectFrom('platform.failed_reaction')
      .where('parked_at', 'is not', null)
      .orderBy('parked_at')
      .orderBy('event_id')
      .select(['subscriber', 'event'])
      .$narrowType<{ event: OutboxEvent }>()
      .execute();
  }

  /** Done after all; in the transaction that says so. */
  async forget(tx: Tx, { subscriber, event }: ReactionJob): Promise<void> {
    await tx
      .db<PlatformTables>()
      .deleteFrom('platform.failed_reaction')
      .where('event_id', '=', event.id)
      .where('subscriber', '=', subscriber)
      .execute();
  }

  private async upsert(job: ReactionJob, problem: string, triesBeforeParking: number): Promise<boolean> {
    const { subscriber, event } = job;
    const { rows } = await this.transactions.run((tx) =>
      sql<{ parked: boolean }>`
        INSERT INTO platform.failed_reaction AS f (event_id, subscriber, event, problem, failures, parked_at)
        VALUES (${event.id}, ${subscriber}, ${JSON.stringify(event)}::jsonb, ${problem}, 1, CASE WHEN ${triesBeforeParking}::int <= 1 THEN now() END)
        ON CONFLICT (event_id, subscriber) DO UPDATE SET failures = f.failures + 1, problem = excluded.problem, last_failed_at = now(),
          parked_at = coalesce(f.parked_at, CASE WHEN f.failures + 1 >= ${triesBeforeParking}::int THEN now() END)
        RETURNING parked_at IS NOT NULL AS parked
      `.execute(tx.db()),
    );
    const parked = rows[0]!.parked;
    if (parked) this.log.error(`${subscriber} is parked for event ${event.id} (${event.type}): ${problem}`);
    return parked;
  }
}
