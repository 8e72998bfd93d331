/* eslint-disable max-lines, max-lines-per-function -- becomes two files with the path for many */
import { Injectable } from '@nestjs/common';
import type { Colour } from '../../../health-verdict/contracts/colours.js';
import type { FeedFreshness, ReadCode, Refusal, Shown } from '../../../health-verdict/contracts/code-reader.js';
import type { ScanPermission } from '../../../organization/contracts/scan-permission.js';
import { KeyedHash } from '../../../platform/crypto/keyed-hash.js';
import { firstIdOf, newId } from '../../../platform/kernel/ids.js';
import { SqlPool } from '../../../platform/persistence/sql-pool.js';
import { ScanRecordedV1, ScanRefusedV1 } from '../../contracts/events.js';
import { type Visit, windowStart, type Words } from '../../domain/flow-advice.js';
import type { AnsweredScan } from '../../domain/same-scan.js';
import { CLOCK_AHEAD_MS, LATEST_ARRIVAL_MS } from '../../domain/scan-times.js';
import { type EarlierScan, type NewPassage, type ShowingWarning, warningsOf } from '../../domain/showing.js';
import type { ShiftView } from '../shifts/shifts.js';

/** What the scanner sees (S5), and what a retry of the same scan sees again. */
export interface ScanAnswer {
  readonly documentEnds: string;
  readonly ageBand: string;
  readonly until?: string;
  readonly causes?: readonly { readonly cause: number; readonly title: Words; readonly ruleVersion?: number }[];
  /** Not in answers of before. */
  readonly ruleVersion?: number;
  readonly dataAsOf: readonly FeedFreshness[];
  readonly flowAdvice: {
    readonly kind: 'none' | 'unknown' | 'warning';
    readonly level?: Words & { rank: number };
    readonly area?: string;
    readonly date?: string;
  };
}

export interface Scan {
  readonly id: string;
  readonly scannerId: string;
  readonly permission: ScanPermission;
  readonly shift: ShiftView;
  readonly shown: Shown;
  /** The device's clock, ISO 8601. */
  readonly scannedAt: string;
  readonly receivedAt: Date;
}

interface Answered extends AnsweredScan {
  readonly scanId: string;
}

/** A scan that has its row: read, with what its scanner saw, or refused, with why. */
export type RecordedScan =
  | (Answered & {
      readonly outcome: 'read';
      readonly maskedName: string;
      readonly colour: Colour;
      readonly assurance: 'presentation' | 'digits';
      readonly answer: ScanAnswer;
      readonly warnings: readonly ShowingWarning[];
    })
  | (Answered & { readonly outcome: 'refused'; readonly refusal: Refusal });

interface FoundRow {
  outcome: 'read' | 'refused';
  scanner_id: string;
  shown_hash: Buffer | null;
  received_at: Date;
  refusal: Refusal;
  masked_name: string;
  colour: Colour;
  assurance: 'presentation' | 'digits';
  answer: ScanAnswer;
  warnings: ShowingWarning[];
}

interface PastRow {
  what: 'visit' | 'before' | 'showing';
  area_key: string | null;
  at: Date;
  scan_id: string | null;
  scan_point_id: string | null;
  scanner_id: string | null;
}

export interface Past {
  readonly visits: Visit[];
  readonly before: Visit | undefined;
  readonly showings: EarlierScan[];
}

/** Trail of 14 days, the last scan before it, and every earlier scan of this very showing: one round trip. */
const TRAIL = `
  SELECT 'visit' AS what, area_key, min(scanned_at) AS at, NULL::uuid AS scan_id, NULL::uuid AS scan_point_id, NULL::uuid AS scanner_id
  FROM checkpoint.scan WHERE resident_id = $1 AND id >= $2::uuid GROUP BY area_key
  UNION ALL
  (SELECT 'before', area_key, scanned_at, NULL, NULL, NULL FROM checkpoint.scan
   WHERE resident_id = $1 AND id < $2::uuid ORDER BY id DESC LIMIT 1)
  UNION ALL
  SELECT 'showing', NULL, received_at, id, scan_point_id, scanner_id FROM checkpoint.scan
  WHERE resident_id = $1 AND id >= $5::uuid AND nonce = $4 AND credential_id IS NOT DISTINCT FROM $3::uuid`;

/** In one statement, so that no other scan of this showing comes between: is all known that was decided by, the row, its warnings on earlier ones, the fact. */
const record = (warned: string) => `
  WITH scan AS (
    INSERT INTO checkpoint.scan (id, resident_id, credential_id, nonce, organization_id, unit_path, scan_point_id, shift_id, scanner_id, area_key,
                                 colour, verdict_seq, assurance, masked_name, answer, warnings, scanned_at, received_at, shown_hash)
    SELECT $1, $2, $3::uuid, $4::bytea, $5, $6::ltree, $7, $8, $9, $10, $11, $12::int, $13, $14, $15::jsonb, $16::text[], $17::timestamptz, $18::timestamptz, $22::bytea
    WHERE NOT EXISTS (SELECT FROM checkpoint.refused_scan WHERE id = $1) AND checkpoint.all_known($2::uuid, $3::uuid, $4::bytea, $23::uuid, $24::uuid, $25::uuid[])
    ON CONFLICT (id) DO NOTHING RETURNING id
  )${warned}
  INSERT INTO platform.outbox (id, type, aggregate_id, aggregate_version, occurred_at, payload)
  SELECT $19, $20, id, 1, $18, $21 FROM scan RETURNING id`;

const RECORD = record('');
const RECORD_AND_WARN = record(`, warned AS (
    UPDATE checkpoint.scan s SET warnings = array_append(s.warnings, w.warning) FROM scan, unnest($26::uuid[], $27::text[]) AS w (id, warning)
    WHERE s.id = w.id AND NOT w.warning = ANY(s.warnings)
  )`);

const REFUSE = `
  WITH refused AS (
    INSERT INTO checkpoint.refused_scan (id, organization_id, unit_path, scan_point_id, shift_id, scanner_id, reason, by_digits, scanned_at, received_at, shown_hash)
    SELECT $1, $2, $3::ltree, $4, $5, $6, $7, $8::boolean, $9::timestamptz, $10::timestamptz, $14::bytea
    WHERE NOT EXISTS (SELECT FROM checkpoint.scan WHERE id = $1) ON CONFLICT (id) DO NOTHING RETURNING id
  )
  INSERT INTO platform.outbox (id, type, aggregate_id, aggregate_version, occurred_at, payload)
  SELECT $11, $12, id, 1, $10, $13 FROM refused RETURNING id`;

const FIND = `
  SELECT 'read' AS outcome, scanner_id, shown_hash, received_at, NULL AS refusal, masked_name, colour, assurance, answer, warnings
  FROM checkpoint.scan WHERE id = $1
  UNION ALL
  SELECT 'refused', scanner_id, shown_hash, received_at, reason, NULL, NULL, NULL, NULL, NULL FROM checkpoint.refused_scan WHERE id = $1`;

/** Key id and half of the digest: only ever compared with what one scanner shows again. */
const HASH_BYTES = 17;

/** The table of scans, as the hot path writes and reads it. */
@Injectable()
export class ScanLog {
  constructor(
    private readonly pool: SqlPool,
    private readonly hash: KeyedHash,
  ) {}

  async trail(code: ReadCode, now: Date): Promise<Past> {
    const values = [code.residentId, firstIdOf(windowStart(now)), ...seenAs(code), idsOfShowing(now).since];
    const { rows } = await this.pool.query<PastRow>({ name: 'scan-trail', text: TRAIL, values });
    const visit = ({ area_key, at }: PastRow): Visit => ({ areaKey: area_key!, at: new Date(at) });
    const before = rows.find(({ what }) => what === 'before');
    return {
      visits: rows.filter(({ what }) => what === 'visit').map(visit),
      before: before && visit(before),
      showings: rows.filter(({ what }) => what === 'showing').map(toEarlier),
    };
  }

  /**
   * @param showing what was decided, by what was known of it
   * @returns false when a row with this id is there already, or another scan of this showing that was not known
   */
  async record(
    scan: Scan,
    code: ReadCode,
    answer: ScanAnswer,
    showing: { readonly decided: NewPassage; readonly known: readonly EarlierScan[] },
  ): Promise<boolean> {
    const { permission, shift, receivedAt } = scan;
    const { organizationId, unitPath } = permission;
    const scanPointId = shift.scanPoint.id;
    const payload = {
      scanId: scan.id,
      organizationId,
      unitPath,
      scanPointId,
      scannerId: scan.scannerId,
      colour: code.colour,
      at: receivedAt.toISOString(),
    };
    const { warnings, earlier } = warningsOf(showing.decided);
    const { since, until } = idsOfShowing(receivedAt);
    const values = [
      scan.id,
      code.residentId,
      ...seenAs(code),
      organizationId,
      unitPath,
      scanPointId,
      shift.shiftId,
      scan.scannerId,
      shift.scanPoint.areaKey,
      code.colour,
      code.verdictSeq,
      code.assurance,
      code.maskedName,
      JSON.stringify(answer),
      warnings,
      scan.scannedAt,
      receivedAt,
      newId(),
      ScanRecordedV1,
      JSON.stringify(payload),
      this.hash.of(textOf(scan.shown), 'shown').subarray(0, HASH_BYTES),
      since,
      until,
      showing.known.map(({ scanId }) => scanId),
    ];
    const warn = [earlier.map(({ scanId }) => scanId), earlier.map(({ warning }) => warning)];
    const statement =
      earlier.length > 0
        ? { name: 'record-scan-and-warn', text: RECORD_AND_WARN, values: [...values, ...warn] }
        : { name: 'record-scan', text: RECORD, values };
    const { rowCount } = await this.pool.query(statement);
    return rowCount === 1;
  }

  /** @returns false when a row with this id is there already */
  async refuse(
    { id, scannerId, permission, shift, shown, scannedAt, receivedAt }: Scan,
    reason: Refusal,
  ): Promise<boolean> {
    const { organizationId, unitPath } = permission;
    const payload = { refusedScanId: id, organizationId, unitPath, reason, at: receivedAt.toISOString() };
    const values = [
      id,
      organizationId,
      unitPath,
      shift.scanPoint.id,
      shift.shiftId,
      scannerId,
      reason,
      'digits' in shown,
      scannedAt,
      receivedAt,
      newId(),
      ScanRefusedV1,
      JSON.stringify(payload),
      this.hash.of(textOf(shown), 'shown').subarray(0, HASH_BYTES),
    ];
    const { rowCount } = await this.pool.query({ name: 'refuse-scan', text: REFUSE, values });
    return rowCount === 1;
  }

  /** @param shown what a request under this id shows now */
  async find(scanId: string, shown: Shown): Promise<RecordedScan | undefined> {
    const { rows } = await this.pool.query<FoundRow>({ name: 'find-scan', text: FIND, values: [scanId] });
    const row = rows[0];
    if (!row) return undefined;
    const sameShown =
      row.shown_hash !== null &&
      this.hash.candidates(textOf(shown), 'shown').some((hash) => hash.subarray(0, HASH_BYTES).equals(row.shown_hash!));
    const answered = { scanId, scannerId: row.scanner_id, sameShown, receivedAt: new Date(row.received_at) };
    if (row.outcome === 'refused') return { ...answered, outcome: 'refused', refusal: row.refusal };
    const { masked_name: maskedName, colour, assurance, answer, warnings } = row;
    return { ...answered, outcome: 'read', maskedName, colour, assurance, answer, warnings };
  }
}

function toEarlier({ scan_id, scan_point_id, scanner_id, at }: PastRow): EarlierScan {
  return { scanId: scan_id!, scanPointId: scan_point_id!, scannerId: scanner_id!, receivedAt: new Date(at) };
}

/** Between these is the id of whatever can have been received while this showing is good, by clocks that disagree a little. */
function idsOfShowing(now: Date): { readonly since: string; readonly until: string } {
  const at = now.getTime();
  return {
    since: firstIdOf(new Date(at - LATEST_ARRIVAL_MS - CLOCK_AHEAD_MS)),
    until: firstIdOf(new Date(at + 2 * CLOCK_AHEAD_MS)),
  };
}

/** Digits are no text of a presentation, so one word will do for both. */
function textOf(shown: Shown): string {
  return 'presentation' in shown ? shown.presentation : shown.digits;
}

/** What a showing of this resident is known by again: digits are of the one code, a presentation names its credential. */
function seenAs({ assurance, showing }: ReadCode): [string | null, Buffer] {
  return [assurance === 'presentation' ? showing.sourceId : null, Buffer.from(showing.nonce, 'hex')];
}
