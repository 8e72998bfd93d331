import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../../platform/kernel/clock.js';
import { Every, type Scheduled } from '../../platform/messaging/schedule.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { FORGOTTEN_AFTER_SECONDS } from '../domain/lockout.js';

/** Rows per transaction. */
const PIECE = 5000;
/** Codes and failures count for an hour and a day; who asked for them, and from where, is nobody's business afterwards. */
const TRACES = [
  { table: 'sms_code', column: 'sent_at', key: 'id' },
  { table: 'sign_in_failure', column: 'blocked_until', key: 'login_hash' },
] as const;

@Injectable()
@Every({ seconds: 3600 })
export class ForgetTraces implements Scheduled {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    for (const trace of TRACES) while ((await this.piece(trace)) === PIECE);
  }

  private async piece({ table, column, key }: (typeof TRACES)[number]): Promise<number> {
    const [place, when, which] = [sql.table(`identity.${table}`), sql.ref(column), sql.ref(key)];
    const before = new Date(this.clock.now().getTime() - FORGOTTEN_AFTER_SECONDS * 1000);
    const { numAffectedRows } = await this.transactions.run((tx) =>
      sql`DELETE FROM ${place} WHERE ${which} IN (SELECT ${which} FROM ${place} WHERE ${when} < ${before} LIMIT ${PIECE}) AND ${when} < ${before}`.execute(tx.db()),
    );
    return Number(numAffectedRows ?? 0);
  }
}
