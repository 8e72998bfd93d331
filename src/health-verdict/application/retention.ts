import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../../platform/kernel/clock.js';
import { Every, type Scheduled } from '../../platform/messaging/schedule.js';
import { Transactions } from '../../platform/persistence/transactions.js';

const DAY_MS = 86_400_000;
/** Rows per transaction. */
const PIECE = 5000;

/** Days that rows are kept. What was shown offline is uploaded later: expired credentials stay recognisable for a while. */
export const KEPT = [
  { table: 'credential', column: 'expires_at', key: ['id'], days: 30, only: 'true' },
  { table: 'batch_row', column: 'b.received_at', key: ['batch_id', 'line'], days: 180, only: `r.result <> 'staged'` },
] as const;

@Injectable()
@Every({ seconds: 3600 })
export class Retention implements Scheduled {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    for (const kept of KEPT) while ((await this.piece(kept)) === PIECE);
  }

  private async piece({ table, column, key, days, only }: (typeof KEPT)[number]): Promise<number> {
    const before = new Date(this.clock.now().getTime() - days * DAY_MS);
    const keys = sql.raw(key.map((name) => `r.${name}`).join(', '));
    const join = table === 'batch_row' ? sql`JOIN health_verdict.batch b ON b.id = r.batch_id` : sql``;
    const { numAffectedRows } = await this.transactions.run((tx) =>
      sql`
        DELETE FROM ${sql.table(`health_verdict.${table}`)} r WHERE (${keys}) IN
          (SELECT ${keys} FROM ${sql.table(`health_verdict.${table}`)} r ${join} WHERE ${sql.raw(column)} < ${before} AND ${sql.raw(only)} LIMIT ${PIECE})
      `.execute(tx.db()),
    );
    return Number(numAffectedRows ?? 0);
  }
}
