import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../../platform/kernel/clock.js';
import { Every, type Scheduled } from '../../platform/messaging/schedule.js';
import { Transactions } from '../../platform/persistence/transactions.js';

const DAY_MS = 86_400_000;
/** Rows per transaction. */
const PIECE = 5000;

/**
 * Days that rows are kept. A session is dead two weeks after its last use; the weeks after that are for whoever asks what happened to
 * their account. A message can be read for a year. What the demo gateway shows is of no use the next week.
 */
export const KEPT = [
  { table: 'session', column: 'last_seen_at', days: 90 },
  { table: 'message', column: 'sent_at', days: 365 },
  { table: 'demo_sms', column: 'sent_at', days: 7 },
] as const;

/** Once a day: none of these columns has an index of its own. */
@Injectable()
@Every({ seconds: 86_400 })
export class IdentityRetention implements Scheduled {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    for (const kept of KEPT) while ((await this.piece(kept)) === PIECE);
  }

  private async piece({ table, column, days }: (typeof KEPT)[number]): Promise<number> {
    const [place, when] = [sql.table(`identity.${table}`), sql.ref(column)];
    const before = new Date(this.clock.now().getTime() - days * DAY_MS);
    const { numAffectedRows } = await this.transactions.run((tx) =>
      sql`DELETE FROM ${place} WHERE id IN (SELECT id FROM ${place} WHERE ${when} < ${before} LIMIT ${PIECE}) AND ${when} < ${before}`.execute(tx.db()),
    );
    return Number(numAffectedRows ?? 0);
  }
}
