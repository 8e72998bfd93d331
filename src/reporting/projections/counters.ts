import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import {
  type PassageRecorded,
  PassageRecordedV1,
  type ScanRecorded,
  ScanRecordedV1,
  type ScanRefused,
  ScanRefusedV1,
} from '../../checkpoint/contracts/events.js';
import { localDate, localHour } from '../../platform/kernel/shanghai.js';
import type { OutboxEvent } from '../../platform/messaging/outbox.js';
import { Projection, Projects, type TableNames } from '../../platform/messaging/projection.js';
import type { Tx } from '../../platform/persistence/transactions.js';
import { ABNORMAL_TEMPERATURE, PASSAGES, REFUSED, scansOf } from './measures.js';

const COUNTER = 'reporting.counter';
export const COUNTERS = 'reporting.counters';

type Fact = ScanRecorded | ScanRefused | PassageRecorded;

interface Counter {
  readonly organization_id: string;
  /** On that day; a unit that moved on it has counters of both places. */
  readonly unit_path: string | null;
  readonly scan_point_id: string | null;
  readonly day: string;
  readonly hour: number;
  readonly measure: string;
  value: number;
}

/** What was counted at checkpoints. Counters add facts, whatever order they come in. */
@Injectable()
@Projects({ name: COUNTERS, events: [ScanRecordedV1, ScanRefusedV1, PassageRecordedV1], tables: [COUNTER] })
export class Counters extends Projection {
  async apply(tx: Tx, events: readonly OutboxEvent[], table: TableNames): Promise<void> {
    const counters = new Map<string, Counter>();
    for (const event of events as readonly OutboxEvent<Fact>[])
      for (const [measure, value] of counted(event)) add(counters, event.payload, measure, value);
    await sql`
      INSERT INTO ${sql.table(table(COUNTER))} AS kept (organization_id, unit_path, scan_point_id, day, hour, measure, value)
      SELECT organization_id, unit_path::ltree, scan_point_id, day, hour, measure, value
      FROM jsonb_to_recordset(${JSON.stringify([...counters.values()])}::jsonb)
        AS c (organization_id uuid, unit_path text, scan_point_id uuid, day date, hour smallint, measure text, value int)
      ON CONFLICT (organization_id, day, hour, measure, scan_point_id, unit_path) DO UPDATE SET value = kept.value + excluded.value
    `.execute(tx.db());
  }
}

/** A passage belongs to the hour of its scan. One that is corrected is no further passage. */
function counted({ type, payload }: OutboxEvent<Fact>): [measure: string, value: number][] {
  if (type === ScanRecordedV1) return [[scansOf((payload as ScanRecorded).colour), 1]];
  if (type === ScanRefusedV1) return [[REFUSED, 1]];
  const { temperatureResult, corrects } = payload as PassageRecorded;
  const abnormal = Number(temperatureResult === 'abnormal') - Number(corrects?.temperatureResult === 'abnormal');
  return [...(corrects ? [] : [[PASSAGES, 1] as [string, number]]), [ABNORMAL_TEMPERATURE, abnormal]];
}

function add(counters: Map<string, Counter>, fact: Fact, measure: string, value: number): void {
  if (value === 0) return;
  const { organizationId, unitPath = null, scanPointId = null } = fact;
  const at = new Date(fact.at);
  const [day, hour] = [localDate(at), localHour(at)];
  const key = [organizationId, unitPath, scanPointId, day, hour, measure].join(' ');
  const counter = counters.get(key);
  if (counter) counter.value += value;
  else
    counters.set(key, {
      ...{ organization_id: organizationId, unit_path: unitPath, scan_point_id: scanPointId },
      ...{ day, hour, measure, value },
    });
}
