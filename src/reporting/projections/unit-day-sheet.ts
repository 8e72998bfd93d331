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
import { localDate } from '../../platform/kernel/shanghai.js';
import type { OutboxEvent } from '../../platform/messaging/outbox.js';
import { Projection, Projects, type TableNames } from '../../platform/messaging/projection.js';
import type { Tx } from '../../platform/persistence/transactions.js';

export const UNIT_DAY = 'reporting.unit_day';

interface Sheet {
  readonly organization_id: string;
  readonly unit_path: string;
  readonly day: string;
  scans: number;
  green: number;
  orange: number;
  refused: number;
  passages: number;
  abnormal_temperature: number;
  readonly by_hour: number[];
}

type Fact = ScanRecorded | ScanRefused | PassageRecorded;

/** Today's numbers of a unit. Counters add facts, whatever order they come in. */
@Injectable()
@Projects({
  name: 'reporting.unit-day',
  events: [ScanRecordedV1, ScanRefusedV1, PassageRecordedV1],
  tables: [UNIT_DAY],
})
export class UnitDaySheet extends Projection {
  async apply(tx: Tx, events: readonly OutboxEvent[], table: TableNames): Promise<void> {
    const sheets = new Map<string, Sheet>();
    for (const event of events as readonly OutboxEvent<Fact>[]) count(sheetOf(sheets, event.payload), event);
    await sql`
      INSERT INTO ${sql.table(table(UNIT_DAY))} AS kept
        (organization_id, day, unit_path, scans, green, orange, refused, passages, abnormal_temperature, by_hour)
      SELECT organization_id, day, unit_path::ltree, scans, green, orange, refused, passages, abnormal_temperature, by_hour
      FROM jsonb_to_recordset(${JSON.stringify([...sheets.values()])}::jsonb)
        AS s (organization_id uuid, day date, unit_path text, scans int, green int, orange int, refused int, passages int, abnormal_temperature int, by_hour int[])
      ORDER BY organization_id, day
      ON CONFLICT (organization_id, day) DO UPDATE SET
        scans = kept.scans + excluded.scans, green = kept.green + excluded.green, orange = kept.orange + excluded.orange,
        refused = kept.refused + excluded.refused, passages = kept.passages + excluded.passages,
        abnormal_temperature = kept.abnormal_temperature + excluded.abnormal_temperature,
        by_hour = ARRAY(SELECT a + b FROM unnest(kept.by_hour, excluded.by_hour) WITH ORDINALITY AS t (a, b, hour) ORDER BY hour)
    `.execute(tx.db());
  }
}

function sheetOf(sheets: Map<string, Sheet>, { organizationId, unitPath, at }: Fact): Sheet {
  const day = localDate(new Date(at));
  const key = `${organizationId} ${day}`;
  const sheet = sheets.get(key) ?? {
    ...{
      organization_id: organizationId,
      unit_path: unitPath,
      day,
      scans: 0,
      green: 0,
      orange: 0,
      refused: 0,
      passages: 0,
      abnormal_temperature: 0,
    },
    by_hour: new Array<number>(24).fill(0),
  };
  sheets.set(key, sheet);
  return sheet;
}

function count(sheet: Sheet, { type, payload }: OutboxEvent<Fact>): void {
  if (type === ScanRecordedV1) {
    sheet.scans++;
    sheet[(payload as ScanRecorded).colour as 'green' | 'orange']++;
    sheet.by_hour[new Date(new Date(payload.at).getTime() + 8 * 3_600_000).getUTCHours()]!++;
  } else if (type === ScanRefusedV1) {
    sheet.refused++;
  } else {
    const { temperatureResult, corrects } = payload as PassageRecorded;
    if (!corrects) sheet.passages++;
    sheet.abnormal_temperature +=
      Number(temperatureResult === 'abnormal') - Number(corrects?.temperatureResult === 'abnormal');
  }
}
