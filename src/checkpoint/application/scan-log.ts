import { Injectable } from '@nestjs/common';
import type { FeedFreshness, ReadCode, Refusal, Shown } from '../../health-verdict/contracts/code-reader.js';
import type { ScanPermission } from '../../organization/contracts/scan-permission.js';
import { newId } from '../../platform/kernel/ids.js';
import { SqlPool } from '../../platform/persistence/sql-pool.js';
import { ScanRecordedV1, ScanRefusedV1 } from '../contracts/events.js';
import { type Visit, windowStart, type Words } from '../domain/flow-advice.js';
import type { ShiftView } from './shifts.js';

/** What the scanner sees (S5), and what a retry of the same scan sees again. */
export interface ScanAnswer {
  readonly documentEnds: string;
  readonly ageBand: string;
  readonly until?: string;
  readonly causes?: readonly { readonly cause: number; readonly title: Words }[];
  readonly dataAsOf: readonly FeedFreshness[];
  readonly flowAdvice: { readonly kind: 'none' | 'unknown' | 'warning'; readonly level?: Words & { rank: number }; readonly area?: string; readonly date?: string };
}

export interface Scan {
  readonly id: string;
  readonly scannerId: string;
  readonly permission: ScanPermission;
  readonly shift: ShiftView;
  readonly shown: Shown;
  readonly scannedAt: string;
  readonly now: Date;
}

export interface RecordedScan {
  readonly scanId: string;
  readonly scannerId: string;
  readonly organizationId: string;
  readonly maskedName: string;
  readonly colour: 'green' | 'orange';
  readonly assurance: 'presentation' | 'digits';
  readonly answer: ScanAnswer;
  readonly warnings: ('ELSEWHERE' | 'REPEATED')[];
  readonly scannedAt: string;
}

interface PastRow {
  what: 'visit' | 'before' | 'same';
  area_key: string | null;
  at: Date;
  scan_id: string | null;
  organization_id: string | null;
}

/** Trail of 14 days, the last scan before it, and whether this very showing was scanned before: one round trip. */
const TRAIL = `
  SELECT 'visit' AS what, area_key, min(scanned_at) AS at, NULL::uuid AS scan_id, NULL::uuid AS organization_id
  FROM checkpoint.scan WHERE resident_id = $1 AND id >= checkpoint.first_id($2) GROUP BY area_key
  UNION ALL
  (SELECT 'before', area_key, scanned_at, NULL, NULL FROM checkpoint.scan
   WHERE resident_id = $1 AND id < checkpoint.first_id($2) ORDER BY id DESC LIMIT 1)
  UNION ALL
  (SELECT 'same', NULL, received_at, id, organization_id FROM checkpoint.scan
   WHERE credential_id = $3::uuid AND nonce = $4 AND id >= checkpoint.first_id($5) ORDER BY id LIMIT 1)`;

const RECORD = `
  WITH scan AS (
    INSERT INTO checkpoint.scan (id, resident_id, credential_id, nonce, organization_id, unit_path, scan_point_id, shift_id, scanner_id, area_key,
                                 colour, verdict_seq, assurance, masked_name, answer, warnings, scanned_at, received_at)
    VALUES ($1, $2, $3, $4, $5, $6::ltree, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT (id) DO NOTHING RETURNING id
  )
  INSERT INTO platform.outbox (id, type, aggregate_id, aggregate_version, occurred_at, payload)
  SELECT $19, $20, id, 1, $18, $21 FROM scan RETURNING id`;

const REFUSE = `
  WITH refused AS (
    INSERT INTO checkpoint.refused_scan (id, organization_id, unit_path, scan_point_id, shift_id, scanner_id, reason, by_digits, scanned_at, received_at)
    VALUES ($1, $2, $3::ltree, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING RETURNING id
  )
  INSERT INTO platform.outbox (id, type, aggregate_id, aggregate_version, occurred_at, payload)
  SELECT $11, $12, id, 1, $10, $13 FROM refused`;

const FIND = `
  SELECT id AS "scanId", scanner_id AS "scannerId", organization_id AS "organizationId", masked_name AS "maskedName", colour, assurance, answer, warnings,
         to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "scannedAt"
  FROM checkpoint.scan WHERE id = $1`;

/** The table of scans, as the hot path writes and reads it. */
@Injectable()
export class ScanLog {
  constructor(private readonly pool: SqlPool) {}

  async trail({ residentId, ...code }: ReadCode, now: Date): Promise<{ visits: Visit[]; before: Visit | undefined; sameShowing: { scanId: string; organizationId: string; receivedAt: Date } | undefined }> {
    const start = windowStart(now);
    const recent = new Date(now.getTime() - 10 * 60_000);
    const values = [residentId, start, ...seenAs(code), recent];
    const { rows } = await this.pool.query<PastRow>({ name: 'scan-trail', text: TRAIL, values });
    const visit = ({ area_key, at }: PastRow): Visit => ({ areaKey: area_key!, at: new Date(at) });
    const before = rows.find(({ what }) => what === 'before');
    const same = rows.find(({ what }) => what === 'same');
    return {
      visits: rows.filter(({ what }) => what === 'visit').map(visit),
      before: before && visit(before),
      sameShowing: same && { scanId: same.scan_id!, organizationId: same.organization_id!, receivedAt: new Date(same.at) },
    };
  }

  /** @returns false when a row with this id is there already */
  async record(scan: Scan, code: ReadCode, answer: ScanAnswer, warnings: readonly string[]): Promise<boolean> {
    const { permission, shift, now } = scan;
    const { organizationId, unitPath } = permission;
    const scanPointId = shift.scanPoint.id;
    const payload = { scanId: scan.id, organizationId, unitPath, scanPointId, scannerId: scan.scannerId, colour: code.colour, at: now.toISOString() };
    const values = [
      scan.id, code.residentId, ...seenAs(code), organizationId, unitPath, scanPointId, shift.shiftId,
      scan.scannerId, shift.scanPoint.areaKey, code.colour, code.verdictSeq, code.assurance, code.maskedName, JSON.stringify(answer), [...warnings],
      scan.scannedAt, now, newId(), ScanRecordedV1, JSON.stringify(payload),
    ];
    const { rowCount } = await this.pool.query({ name: 'record-scan', text: RECORD, values });
    return rowCount === 1;
  }

  async refuse({ id, scannerId, permission, shift, shown, scannedAt, now }: Scan, reason: Refusal): Promise<void> {
    const { organizationId, unitPath } = permission;
    const payload = { refusedScanId: id, organizationId, unitPath, reason, at: now.toISOString() };
    const values = [
      id, organizationId, unitPath, shift.scanPoint.id, shift.shiftId, scannerId, reason, 'digits' in shown, scannedAt, now, newId(), ScanRefusedV1, JSON.stringify(payload),
    ];
    await this.pool.query({ name: 'refuse-scan', text: REFUSE, values });
  }

  async find(scanId: string): Promise<RecordedScan | undefined> {
    const { rows } = await this.pool.query<RecordedScan>({ name: 'find-scan', text: FIND, values: [scanId] });
    return rows[0];
  }

  async warn(scanId: string, warning: 'ELSEWHERE'): Promise<void> {
    const text = `UPDATE checkpoint.scan SET warnings = array_append(warnings, $2) WHERE id = $1 AND NOT $2 = ANY(warnings)`;
    await this.pool.query({ name: 'warn-scan', text, values: [scanId, warning] });
  }

  /** Digits that did not fit, in the last ten minutes of this shift. */
  async misses(shiftId: string, now: Date): Promise<number> {
    const text = `SELECT count(*)::int AS count FROM checkpoint.refused_scan WHERE shift_id = $1 AND by_digits AND received_at > $2`;
    const { rows } = await this.pool.query<{ count: number }>({ name: 'digit-misses', text, values: [shiftId, new Date(now.getTime() - 600_000)] });
    return rows[0]!.count;
  }
}

/** What a showing is known by again: its source and its nonce. */
function seenAs({ assurance, showing }: Pick<ReadCode, 'assurance' | 'showing'>): [string, Buffer] | [null, null] {
  return assurance === 'presentation' ? [showing.sourceId, Buffer.from(showing.nonce, 'hex')] : [null, null];
}
