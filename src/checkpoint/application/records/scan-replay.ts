import { Injectable } from '@nestjs/common';
import type { OutboxEvent } from '../../../platform/messaging/outbox.js';
import { EventReplay, OffersReplay } from '../../../platform/messaging/replay.js';
import type { ReadAccess } from '../../../platform/persistence/reader.js';
import type { Row } from '../../../platform/persistence/values.js';
import {
  type PassageRecorded,
  PassageRecordedV1,
  type ScanRecorded,
  ScanRecordedV1,
  type ScanRefused,
  ScanRefusedV1,
} from '../../contracts/events.js';
import { UNVERSIONED } from '../../domain/feedback.js';
import type { CheckpointTables } from '../../tables.js';

const AT_ONCE = 5000;
const FIRST = '00000000-0000-0000-0000-000000000000';

const OF_UNIT = ['id', 'organization_id', 'unit_path', 'scan_point_id', 'received_at'] as const;
const OF_SCAN = ['scanner_id', 'colour', 'feedback_at', 'passage_version', 'outcome', 'temperature_result'] as const;

type UnitRow = Pick<Row<CheckpointTables, 'checkpoint.scan'>, (typeof OF_UNIT)[number]>;
type ScanRow = UnitRow & Pick<Row<CheckpointTables, 'checkpoint.scan'>, (typeof OF_SCAN)[number]>;
type RefusedRow = UnitRow & Pick<Row<CheckpointTables, 'checkpoint.refused_scan'>, 'reason'>;

/** Tells scans, refusals and passages again, in the order of their ids. */
@Injectable()
@OffersReplay()
export class ScanReplay extends EventReplay {
  readonly events = [ScanRecordedV1, ScanRefusedV1, PassageRecordedV1];

  async *replay(snapshot: ReadAccess, from: Date): AsyncIterable<readonly OutboxEvent[]> {
    const db = snapshot.read<CheckpointTables>();
    const scans = db.selectFrom('checkpoint.scan').select([...OF_UNIT, ...OF_SCAN]);
    const refused = db.selectFrom('checkpoint.refused_scan').select([...OF_UNIT, 'reason']);
    yield* inTurn(
      (after) => scans.where('id', '>', after).where('received_at', '>=', from).orderBy('id').limit(AT_ONCE).execute(),
      (row) => [recorded(row), ...passage(row)],
    );
    yield* inTurn(
      (after) =>
        refused.where('id', '>', after).where('received_at', '>=', from).orderBy('id').limit(AT_ONCE).execute(),
      (row) => [refusal(row)],
    );
  }
}

async function* inTurn<One extends { readonly id: string }>(
  rowsAfter: (id: string) => Promise<One[]>,
  told: (row: One) => OutboxEvent[],
): AsyncIterable<readonly OutboxEvent[]> {
  for (let rows = await rowsAfter(FIRST); rows.length > 0; rows = await rowsAfter(rows.at(-1)!.id))
    yield rows.flatMap(told);
}

function recorded(row: ScanRow): OutboxEvent<ScanRecorded> {
  const payload = { scanId: row.id, ...ofUnit(row), scannerId: row.scanner_id, colour: row.colour };
  return { ...ofRow(row), type: ScanRecordedV1, aggregateVersion: 1, occurredAt: payload.at, payload };
}

function passage(row: ScanRow): OutboxEvent<PassageRecorded>[] {
  const { feedback_at: saidAt, outcome, passage_version: version } = row;
  const temperatureResult = row.temperature_result as PassageRecorded['temperatureResult'] | null;
  if (!saidAt || !outcome || !temperatureResult) return [];
  const payload = { scanId: row.id, ...ofUnit(row), outcome, temperatureResult };
  const aggregateVersion = version ?? UNVERSIONED.said;
  return [{ ...ofRow(row), type: PassageRecordedV1, aggregateVersion, occurredAt: saidAt.toISOString(), payload }];
}

function refusal(row: RefusedRow): OutboxEvent<ScanRefused> {
  const payload = { refusedScanId: row.id, ...ofUnit(row), reason: row.reason };
  return { ...ofRow(row), type: ScanRefusedV1, aggregateVersion: 1, occurredAt: payload.at, payload };
}

function ofUnit({ organization_id: organizationId, unit_path, scan_point_id: scanPointId, received_at }: UnitRow) {
  return { organizationId, ...(unit_path ? { unitPath: unit_path } : {}), scanPointId, at: received_at.toISOString() };
}

function ofRow({ id }: UnitRow) {
  return { id, aggregateId: id };
}
