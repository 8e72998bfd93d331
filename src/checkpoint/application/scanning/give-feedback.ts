import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { OrganizationDirectory } from '../../../organization/contracts/directories.js';
import { Config } from '../../../platform/config/config.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { Outbox } from '../../../platform/messaging/outbox.js';
import { type Tx, Transactions } from '../../../platform/persistence/transactions.js';
import type { Row } from '../../../platform/persistence/values.js';
import { type PassageRecorded, PassageRecordedV1 } from '../../contracts/events.js';
import { noSuchScan, nothingRead } from '../../domain/errors.js';
import { assertConsistent, type Feedback, nextVersion, type Passage } from '../../domain/feedback.js';
import type { CheckpointTables } from '../../tables.js';

type ScanRow = Row<CheckpointTables, 'checkpoint.scan'>;

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

@CommandHandler(GiveFeedback)
export class GiveFeedbackHandler implements ICommandHandler<GiveFeedback> {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly organizations: OrganizationDirectory,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async execute({ by, scanId, feedback }: GiveFeedback): Promise<void> {
    assertConsistent(feedback, this.config.settings.BAMIN_ABNORMAL_TEMPERATURE);
    const now = this.clock.now();
    await this.transactions.run(async (tx) => {
      const row = await this.scanOf(tx, by.organizationId, scanId);
      const version = nextVersion(toPassage(row), feedback, { scannerId: by.scannerId, at: now });
      if (version === undefined) return;
      await keep(tx, scanId, feedback, { saidAt: row.feedback_at ?? now, version });
      const payload = factOf(row, feedback);
      const type = PassageRecordedV1;
      await this.outbox.append(tx, [
        { type, aggregateId: scanId, aggregateVersion: version, occurredAt: now.toISOString(), payload },
      ]);
    });
  }

  /** Locked until the end: what is said twice at once is said one after the other. */
  private async scanOf(tx: Tx, organizationId: string, scanId: string): Promise<ScanRow> {
    const db = tx.db<CheckpointTables>();
    const scans = db.selectFrom('checkpoint.scan').selectAll();
    const row = await scans.where('id', '=', scanId).forUpdate().executeTakeFirst();
    const refusals = db.selectFrom('checkpoint.refused_scan').select('organization_id');
    const made = row ?? (await refusals.where('id', '=', scanId).executeTakeFirst());
    if (!made || !(await this.isOurs(made.organization_id, organizationId))) throw noSuchScan();
    if (!row) throw nothingRead();
    return row;
  }

  /** What was scanned for a unit that was merged since is its heir's. */
  private async isOurs(unitId: string, organizationId: string): Promise<boolean> {
    return unitId === organizationId || (await this.organizations.ownIds(organizationId)).includes(unitId);
  }
}

function toPassage(row: ScanRow): Passage {
  const { reason, temperature_result: result, outcome } = row;
  const said =
    reason && result && outcome
      ? ({
          reason,
          reasonText: row.reason_text ?? undefined,
          temperature: {
            result,
            value: row.temperature === null ? undefined : Number(row.temperature),
            why: row.not_measured_why ?? undefined,
          },
          outcome,
        } as Feedback) // Only what was checked is kept.
      : undefined;
  const { scanner_id: scannerId, feedback_at, passage_version } = row;
  return { scannerId, said, saidAt: feedback_at ?? undefined, version: passage_version ?? undefined };
}

async function keep(
  tx: Tx,
  scanId: string,
  { reason, reasonText, temperature, outcome }: Feedback,
  { saidAt, version }: { readonly saidAt: Date; readonly version: number },
): Promise<void> {
  await tx
    .db<CheckpointTables>()
    .updateTable('checkpoint.scan')
    .set({
      reason,
      reason_text: reasonText ?? null,
      temperature_result: temperature.result,
      temperature: temperature.value ?? null,
      not_measured_why: temperature.why ?? null,
      outcome,
      feedback_at: saidAt,
      passage_version: version,
    })
    .where('id', '=', scanId)
    .execute();
}

function factOf(row: ScanRow, { outcome, temperature }: Feedback): PassageRecorded {
  const before = row.temperature_result as PassageRecorded['temperatureResult'] | null;
  return {
    scanId: row.id,
    organizationId: row.organization_id,
    ...(row.unit_path ? { unitPath: row.unit_path } : {}),
    scanPointId: row.scan_point_id,
    outcome,
    temperatureResult: temperature.result,
    ...(before ? { corrects: { temperatureResult: before } } : {}),
    at: row.received_at.toISOString(),
  };
}
