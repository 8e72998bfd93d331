import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { Config } from '../../../platform/config/config.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { Outbox } from '../../../platform/messaging/outbox.js';
import { type Tx, Transactions } from '../../../platform/persistence/transactions.js';
import { type PassageRecorded, PassageRecordedV1 } from '../../contracts/events.js';
import { noSuchScan, nothingRead } from '../../domain/errors.js';
import { assertConsistent, type Feedback, nextVersion } from '../../domain/feedback.js';

/** 反馈结果: completes the row of the scan; the scanner may correct it for half an hour. */
export class GiveFeedback extends Command<void> {
  constructor(
    readonly by: { readonly scannerId: string; readonly organizationId: string },
    readonly scanId: string,
    readonly feedback: Feedback,
  ) {
    super();
  }
}

interface GivenRow {
  scanner_id: string;
  organization_id: string;
  unit_path: string | null;
  scan_point_id: string;
  received_at: Date;
  feedback_at: Date | null;
  version: number;
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

  async execute({ by, scanId, feedback }: GiveFeedback): Promise<void> {
    assertConsistent(feedback, this.config.settings.BAMIN_ABNORMAL_TEMPERATURE);
    const { reason, reasonText, temperature, outcome } = feedback;
    const now = this.clock.now();
    await this.transactions.run(async (tx) => {
      const given = await this.given(tx, by.organizationId, scanId, feedback);
      if (given.feedback_at && given.same && given.scanner_id === by.scannerId) return;
      const feedbackAt = given.feedback_at ? new Date(given.feedback_at) : undefined;
      const version = nextVersion(
        { scannerId: given.scanner_id, feedbackAt, version: given.version },
        { scannerId: by.scannerId, at: now },
      );
      await sql`
        UPDATE checkpoint.scan SET reason = ${reason}, reason_text = ${reasonText ?? null}, temperature_result = ${temperature.result},
          temperature = ${temperature.value ?? null}, not_measured_why = ${temperature.why ?? null}, outcome = ${outcome},
          feedback_at = coalesce(feedback_at, ${now}), passage_version = ${version}
        WHERE id = ${scanId}
      `.execute(tx.db());
      const payload = passageOf(scanId, given, feedback);
      await this.outbox.append(tx, [
        {
          type: PassageRecordedV1,
          aggregateId: scanId,
          aggregateVersion: version,
          occurredAt: now.toISOString(),
          payload,
        },
      ]);
    });
  }

  /** Rows of before versions were kept have told 1 without feedback, else 2 or 3. */
  private async given(
    tx: Tx,
    organizationId: string,
    scanId: string,
    { reason, reasonText, temperature, outcome }: Feedback,
  ): Promise<GivenRow> {
    const { rows } = await sql<GivenRow>`
      SELECT scanner_id, organization_id, unit_path::text, scan_point_id, received_at, feedback_at, temperature_result,
             coalesce(passage_version, CASE WHEN feedback_at IS NULL THEN 1 ELSE 3 END) AS version,
             (reason, reason_text, temperature_result, temperature, not_measured_why, outcome) IS NOT DISTINCT FROM
             (${reason}, ${reasonText ?? null}::text, ${temperature.result}, ${temperature.value ?? null}::numeric, ${temperature.why ?? null}::text, ${outcome}) AS same
      FROM checkpoint.scan WHERE id = ${scanId} AND organization_id = ${organizationId} FOR UPDATE
    `.execute(tx.db());
    if (rows[0]) return rows[0];
    const refused =
      await sql`SELECT 1 FROM checkpoint.refused_scan WHERE id = ${scanId} AND organization_id = ${organizationId}`.execute(
        tx.db(),
      );
    throw refused.rows.length > 0 ? nothingRead() : noSuchScan();
  }
}

function passageOf(scanId: string, given: GivenRow, { outcome, temperature }: Feedback): PassageRecorded {
  return {
    scanId,
    organizationId: given.organization_id,
    ...(given.unit_path ? { unitPath: given.unit_path } : {}),
    scanPointId: given.scan_point_id,
    outcome,
    temperatureResult: temperature.result,
    ...(given.temperature_result ? { corrects: { temperatureResult: given.temperature_result } } : {}),
    at: new Date(given.received_at).toISOString(),
  };
}
