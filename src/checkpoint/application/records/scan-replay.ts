import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { OutboxEvent } from '../../../platform/messaging/outbox.js';
import { EventReplay, OffersReplay } from '../../../platform/messaging/replay.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import { PassageRecordedV1, ScanRecordedV1, ScanRefusedV1 } from '../../contracts/events.js';

const AT_ONCE = 5000;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface ToldRow {
  id: string;
  type: string;
  at: Date;
  payload: object;
}

/** Tells scans, refusals and passages again, in the order of their ids. */
@Injectable()
@OffersReplay()
export class ScanReplay extends EventReplay {
  readonly events = [ScanRecordedV1, ScanRefusedV1, PassageRecordedV1];

  async *replay(tx: Tx, from: Date): AsyncIterable<readonly OutboxEvent[]> {
    for (let after = FIRST; ;) {
      const { rows } = await sql<
        ToldRow & {
          fed: Date | null;
          version: number;
          outcome: string | null;
          temperature: string | null;
          unit: object;
        }
      >`
        SELECT id, ${ScanRecordedV1} AS type, received_at AS at, feedback_at AS fed, coalesce(passage_version, 2) AS version, outcome, temperature_result AS temperature,
          jsonb_strip_nulls(jsonb_build_object('scanId', id, 'organizationId', organization_id, 'unitPath', unit_path, 'scanPointId', scan_point_id)) AS unit,
          jsonb_strip_nulls(jsonb_build_object('scanId', id, 'organizationId', organization_id, 'unitPath', unit_path, 'scanPointId', scan_point_id, 'scannerId', scanner_id,
                             'colour', colour, 'at', to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) AS payload
        FROM checkpoint.scan WHERE id > ${after}::uuid AND received_at >= ${from} ORDER BY id LIMIT ${AT_ONCE}
      `.execute(tx.db());
      if (rows.length === 0) break;
      yield rows.flatMap((row) => {
        const passage = {
          outcome: row.outcome,
          temperatureResult: row.temperature,
          at: new Date(row.at).toISOString(),
        };
        const fed = row.fed
          ? [
              toEvent(
                { id: row.id, type: PassageRecordedV1, at: row.fed, payload: { ...row.unit, ...passage } },
                row.version,
              ),
            ]
          : [];
        return [toEvent(row, 1), ...fed];
      });
      after = rows.at(-1)!.id;
    }
    yield* this.refusals(tx, from);
  }

  private async *refusals(tx: Tx, from: Date): AsyncIterable<readonly OutboxEvent[]> {
    for (let after = FIRST; ;) {
      const { rows } = await sql<ToldRow>`
        SELECT id, ${ScanRefusedV1} AS type, received_at AS at,
          jsonb_strip_nulls(jsonb_build_object('refusedScanId', id, 'organizationId', organization_id, 'unitPath', unit_path, 'scanPointId', scan_point_id, 'reason', reason,
                             'at', to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) AS payload
        FROM checkpoint.refused_scan WHERE id > ${after}::uuid AND received_at >= ${from} ORDER BY id LIMIT ${AT_ONCE}
      `.execute(tx.db());
      if (rows.length === 0) return;
      yield rows.map((row) => toEvent(row, 1));
      after = rows.at(-1)!.id;
    }
  }
}

function toEvent({ id, type, at, payload }: ToldRow, aggregateVersion: number): OutboxEvent {
  return { id, type, aggregateId: id, aggregateVersion, occurredAt: new Date(at).toISOString(), payload };
}
