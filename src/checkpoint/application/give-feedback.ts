import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { Config } from '../../platform/config/config.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { type PassageRecorded, PassageRecordedV1 } from '../contracts/events.js';
import { feedbackClosed, noSuchScan } from '../domain/errors.js';
import { assertConsistent, type Feedback } from '../domain/feedback.js';

const CHANGEABLE_MS = 30 * 60_000;

/** 反馈结果: completes the row of the scan; the scanner may correct it for half an hour. */
export class GiveFeedback extends Command<void> {
  constructor(
    readonly scannerId: string,
    readonly scanId: string,
    readonly feedback: Feedback,
  ) {
    super();
  }
}

interface GivenRow {
  organization_id: string;
  unit_path: string;
  received_at: Date;
  feedback_at: Date | null;
  temperature_result: PassageRecorded['temperatureResult'] | null;
  same: boolean | null;
}

@CommandHandler(GiveFeedback)
export class GiveFeedbackHandler implements ICommandHandler<GiveFeedback> {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async execute({ scannerId, scanId, feedback }: GiveFeedback): Promise<void> {
    assertConsistent(feedback, this.config.settings.BAMIN_ABNORMAL_TEMPERATURE);
    const { reason, reasonText, temperature, outcome } = feedback;
    const now = this.clock.now();
    await this.transactions.run(async (tx) => {
      const { rows } = await sql<GivenRow>`
        SELECT organization_id, unit_path::text, received_at, feedback_at, temperature_result,
               (reason, reason_text, temperature_result, temperature, not_measured_why, outcome) IS NOT DISTINCT FROM
               (${reason}, ${reasonText ?? null}::text, ${temperature.result}, ${temperature.value ?? null}::numeric, ${temperature.why ?? null}::text, ${outcome}) AS same
        FROM checkpoint.scan WHERE id = ${scanId} AND scanner_id = ${scannerId} FOR UPDATE
      `.execute(tx.db());
      const given = rows[0];
      if (!given) throw noSuchScan();
      if (given.feedback_at && given.same) return;
      if (given.feedback_at && now.getTime() - new Date(given.feedback_at).getTime() > CHANGEABLE_MS) throw feedbackClosed();
      await sql`
        UPDATE checkpoint.scan SET reason = ${reason}, reason_text = ${reasonText ?? null}, temperature_result = ${temperature.result},
          temperature = ${temperature.value ?? null}, not_measured_why = ${temperature.why ?? null}, outcome = ${outcome},
          feedback_at = coalesce(feedback_at, ${now})
        WHERE id = ${scanId}
      `.execute(tx.db());
      const at = new Date(given.received_at).toISOString();
      const corrects = given.temperature_result ? { corrects: { temperatureResult: given.temperature_result } } : {};
      const unit = { organizationId: given.organization_id, unitPath: given.unit_path };
      const payload: PassageRecorded = { scanId, ...unit, outcome, temperatureResult: temperature.result, ...corrects, at };
      const aggregateVersion = given.feedback_at ? 3 : 2;
      await this.outbox.append(tx, [{ type: PassageRecordedV1, aggregateId: scanId, aggregateVersion, occurredAt: now.toISOString(), payload }]);
    });
  }
}
