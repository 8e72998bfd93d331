import { Injectable } from '@nestjs/common';
import type { ReadCode } from '../../../health-verdict/contracts/code-reader.js';
import { KeyedHash } from '../../../platform/crypto/keyed-hash.js';
import { firstIdOf, newId } from '../../../platform/kernel/ids.js';
import { SqlPool } from '../../../platform/persistence/sql-pool.js';
import { type ScanRecorded, ScanRecordedV1, type ScanRefused, ScanRefusedV1 } from '../../contracts/events.js';
import { idsOfShowings } from '../../domain/scan-times.js';
import { type EarlierScan, type NewPassage, warningsOf } from '../../domain/showing.js';
import { seenAs } from './past-scans.js';
import { type Scan, type ScanAnswer, sealOf } from './scan.js';

interface NewScan {
  readonly scan: Scan;
  readonly code: ReadCode;
  readonly answer: ScanAnswer;
  readonly passage: NewPassage;
  /** The scans of this showing that it was decided by. */
  readonly knowing: readonly EarlierScan[];
}

interface NewRefusal {
  readonly scan: Scan;
  readonly refusal: string;
}

export type NewRow = NewScan | NewRefusal;

/**
 * In one statement, so that nobody comes between: are all scans of these showings known that were decided by, the rows, the warnings on earlier
 * ones, the facts. What came too late is left out, with its warnings and its fact. Rows go in by their ids, so that two batches with the same ids
 * wait for each other in one order. The update has no bounds for the ids beside the join: while it waited for somebody who gives feedback, PostgreSQL
 * would lose the row between them.
 */
const RECORD = `
  WITH scan AS (
    INSERT INTO checkpoint.scan (id, resident_id, credential_id, nonce, organization_id, unit_path, scan_point_id, shift_id, scanner_id, area_key,
                                 colour, verdict_seq, assurance, masked_name, answer, warnings, scanned_at, received_at, shown_hash)
    SELECT s.* FROM json_to_recordset($1::json) AS s (
      id uuid, resident_id uuid, credential_id uuid, nonce bytea, organization_id uuid, unit_path ltree, scan_point_id uuid, shift_id uuid, scanner_id uuid, area_key text,
      colour text, verdict_seq int, assurance text, masked_name text, answer jsonb, warnings text[], scanned_at timestamptz, received_at timestamptz, shown_hash bytea)
    WHERE s.id <> ALL (ARRAY(SELECT checkpoint.overtaken($2::json, $3::uuid, $4::uuid))) AND NOT EXISTS (SELECT FROM checkpoint.refused_scan r WHERE r.id = s.id)
    ON CONFLICT (id) DO NOTHING RETURNING id
  ), refused AS (
    INSERT INTO checkpoint.refused_scan (id, organization_id, unit_path, scan_point_id, shift_id, scanner_id, reason, by_digits, scanned_at, received_at, shown_hash)
    SELECT r.* FROM json_to_recordset($5::json) AS r (
      id uuid, organization_id uuid, unit_path ltree, scan_point_id uuid, shift_id uuid, scanner_id uuid, reason text, by_digits boolean, scanned_at timestamptz,
      received_at timestamptz, shown_hash bytea)
    WHERE NOT EXISTS (SELECT FROM checkpoint.scan s WHERE s.id = r.id)
    ON CONFLICT (id) DO NOTHING RETURNING id
  ), warned AS (
    UPDATE checkpoint.scan earlier SET warnings = array_append(earlier.warnings, w.warning)
    FROM json_to_recordset($6::json) AS w (id uuid, warning text, because_of uuid) JOIN scan ON scan.id = w.because_of
    WHERE earlier.id = w.id AND NOT w.warning = ANY (earlier.warnings)
  )
  INSERT INTO platform.outbox (id, type, aggregate_id, aggregate_version, occurred_at, payload)
  SELECT e.id, e.type, e.aggregate_id, 1, e.occurred_at, e.payload
  FROM json_to_recordset($7::json) AS e (id uuid, type text, aggregate_id uuid, occurred_at timestamptz, payload jsonb)
  WHERE e.aggregate_id IN (SELECT id FROM scan UNION ALL SELECT id FROM refused) RETURNING aggregate_id`;

/** The table of scans, as the hot path writes it. */
@Injectable()
export class ScanLog {
  constructor(
    private readonly pool: SqlPool,
    private readonly hash: KeyedHash,
  ) {}

  /**
   * No two of one id, and no two of one showing.
   * @returns the ids that were recorded; of the others a row is there already, or another scan of the showing that was not known
   */
  async record(rows: readonly NewRow[]): Promise<ReadonlySet<string>> {
    if (rows.length === 0) return new Set();
    const scans = rows.filter((row) => 'code' in row);
    const refusals = rows.filter((row) => 'refusal' in row);
    const warnings = scans.flatMap(({ scan, passage }) =>
      warningsOf(passage).earlier.map(({ scanId, warning }) => ({ id: scanId, warning, because_of: scan.id })),
    );
    const events = [...scans.map(recordedEvent), ...refusals.map(refusedEvent)];
    const { since, until } = idsOfShowings(rows.map(({ scan }) => scan.receivedAt));
    const values = [
      scans.map((one) => this.row(one)).sort(byId),
      scans.map(toTurn),
      firstIdOf(since),
      firstIdOf(until),
      refusals.map((one) => this.refusedRow(one)).sort(byId),
      warnings,
      events,
    ].map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
    const recorded = await this.pool.query<{ aggregate_id: string }>({ name: 'record-scans', text: RECORD, values });
    return new Set(recorded.rows.map(({ aggregate_id }) => aggregate_id));
  }

  private row({ scan, code, answer, passage }: NewScan) {
    return {
      ...this.common(scan),
      resident_id: code.residentId,
      ...seenAs(code),
      area_key: scan.shift.scanPoint.areaKey,
      colour: code.colour,
      verdict_seq: code.verdictSeq,
      assurance: code.assurance,
      masked_name: code.maskedName,
      answer,
      warnings: warningsOf(passage).warnings,
    };
  }

  private refusedRow({ scan, refusal }: NewRefusal) {
    return { ...this.common(scan), reason: refusal, by_digits: 'digits' in scan.shown };
  }

  private common({ id, scannerId, permission, shift, shown, scannedAt, receivedAt }: Scan) {
    return {
      id,
      organization_id: permission.organizationId,
      unit_path: permission.unitPath,
      scan_point_id: shift.scanPoint.id,
      shift_id: shift.shiftId,
      scanner_id: scannerId,
      scanned_at: scannedAt,
      received_at: receivedAt,
      shown_hash: `\\x${sealOf(shown, this.hash).toString('hex')}`,
    };
  }
}

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : 1;
}

/** What its showing is, for whoever records it in turn. */
function toTurn({ scan, code, knowing }: NewScan) {
  return { id: scan.id, resident_id: code.residentId, ...seenAs(code), known: knowing.map(({ scanId }) => scanId) };
}

function recordedEvent({ scan, code }: NewScan) {
  const { organizationId, unitPath } = scan.permission;
  const payload: ScanRecorded = {
    scanId: scan.id,
    organizationId,
    ...(unitPath ? { unitPath } : {}),
    scanPointId: scan.shift.scanPoint.id,
    scannerId: scan.scannerId,
    colour: code.colour,
    at: scan.receivedAt.toISOString(),
  };
  return { id: newId(), type: ScanRecordedV1, aggregate_id: scan.id, occurred_at: payload.at, payload };
}

function refusedEvent({ scan, refusal }: NewRefusal) {
  const { organizationId, unitPath } = scan.permission;
  const at = scan.receivedAt.toISOString();
  const unit = { organizationId, ...(unitPath ? { unitPath } : {}), scanPointId: scan.shift.scanPoint.id };
  const payload: ScanRefused = { refusedScanId: scan.id, ...unit, reason: refusal, at };
  return { id: newId(), type: ScanRefusedV1, aggregate_id: scan.id, occurred_at: at, payload };
}
