import { Injectable } from '@nestjs/common';
import type { ReadCode } from '../../../health-verdict/contracts/code-reader.js';
import type { Colour } from '../../../health-verdict/contracts/colours.js';
import { firstIdOf } from '../../../platform/kernel/ids.js';
import { SqlPool } from '../../../platform/persistence/sql-pool.js';
import { type Visit, windowStart } from '../../domain/flow-advice.js';
import type { ShowingWarning } from '../../domain/showing.js';
import type { ReadScan, RecordedScan, Scan, ScanAnswer } from './scan.js';

/** As it is kept, with a seal of what was shown. */
type Kept<Recorded> = Recorded & { readonly seal: Buffer | undefined };
/** One that read this showing. */
export type EarlierScan = Kept<ReadScan> & { readonly scanPointId: string };

/** What is known of a scan's resident and of its showing, before it is decided. */
export interface Past {
  readonly visits: readonly Visit[];
  /** The last one before the trail's window. */
  readonly before: Visit | undefined;
  /** Every earlier scan of this very showing. */
  readonly showings: readonly EarlierScan[];
}

export const NOTHING_PAST: Past = { visits: [], before: undefined, showings: [] };

export interface KnownScans {
  readonly pasts: ReadonlyMap<Scan, Past>;
  /** By their ids: those that are among the asked ones already. */
  readonly recorded: ReadonlyMap<string, Kept<RecordedScan>>;
}

/** As JSON writes it; `null` is what a table's row has not. */
interface ScanFields {
  outcome: 'read' | 'refused';
  scanId: string;
  scannerId: string;
  seal: string | null;
  receivedAt: string;
  scanPointId: string;
  maskedName: string;
  colour: Colour;
  assurance: 'presentation' | 'digits';
  answer: ScanAnswer;
  warnings: ShowingWarning[];
  refusal: string;
}

interface PastRow {
  what: 'visit' | 'before' | 'recorded';
  /** Of the scan that asks, in the order of asking. */
  number: number;
  area_key: string;
  /** Milliseconds since 1970. */
  at: number;
  scans: ScanFields[] | null;
}

const READ = `json_build_object('outcome', 'read', 'scanId', s.id, 'scannerId', s.scanner_id, 'seal', encode(s.shown_hash, 'hex'), 'receivedAt', s.received_at,
  'scanPointId', s.scan_point_id, 'maskedName', s.masked_name, 'colour', s.colour, 'assurance', s.assurance, 'answer', s.answer, 'warnings', s.warnings)`;
const REFUSED = `json_build_object('outcome', 'refused', 'scanId', r.id, 'scannerId', r.scanner_id, 'seal', encode(r.shown_hash, 'hex'), 'receivedAt', r.received_at,
  'refusal', r.reason)`;

/**
 * Of all that ask, one round trip: the trail of 14 days with the earlier scans of this showing among it, the last scan before it, and what is
 * recorded under their ids. $2 and $3 bound the ids of trail and retries, so that no other month is looked into.
 */
const PAST = `
  WITH asking AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS a (number int, resident_id uuid, credential_id uuid, nonce bytea, since uuid))
  SELECT 'visit' AS what, a.number, place.area_key, place.at, place.scans FROM asking a CROSS JOIN LATERAL (
    SELECT s.area_key, extract(epoch FROM min(s.scanned_at))::float8 * 1000 AS at,
      json_agg(${READ}) FILTER (WHERE s.nonce = a.nonce AND s.credential_id IS NOT DISTINCT FROM a.credential_id) AS scans
    FROM checkpoint.scan s WHERE s.resident_id = a.resident_id AND s.id >= a.since AND s.id >= $2::uuid GROUP BY s.area_key) place
  UNION ALL
  SELECT 'before', a.number, last.area_key, extract(epoch FROM last.scanned_at)::float8 * 1000, NULL FROM asking a CROSS JOIN LATERAL (
    SELECT s.area_key, s.scanned_at FROM checkpoint.scan s WHERE s.resident_id = a.resident_id AND s.id < a.since ORDER BY s.id DESC LIMIT 1) last
  UNION ALL
  SELECT 'recorded', NULL, NULL, NULL, json_build_array(${READ}) FROM checkpoint.scan s
  WHERE s.id = ANY ($4::uuid[]) AND s.id >= $3::uuid AND s.id <= $5::uuid
  UNION ALL
  SELECT 'recorded', NULL, NULL, NULL, json_build_array(${REFUSED}) FROM checkpoint.refused_scan r WHERE r.id = ANY ($4::uuid[])`;

/** The table of scans, as it is asked before a decision. */
@Injectable()
export class PastScans {
  constructor(private readonly pool: SqlPool) {}

  /** @param codes of those that read one */
  async of(scans: readonly Scan[], codes: ReadonlyMap<Scan, ReadCode>): Promise<KnownScans> {
    const reading = scans.filter((scan) => codes.has(scan));
    const asking = reading.map((scan, number) => {
      const code = codes.get(scan)!;
      const since = firstIdOf(windowStart(scan.receivedAt));
      return { number, resident_id: code.residentId, ...seenAs(code), since };
    });
    const ids = scans.map(({ id }) => id).sort();
    const earliest = asking.map(({ since }) => since).sort()[0] ?? ids[0];
    const { rows } = await this.pool.query<PastRow>({
      name: 'past-scans',
      text: PAST,
      values: [JSON.stringify(asking), earliest, ids[0], ids, ids.at(-1)],
    });
    const byScan = Map.groupBy(rows, ({ number }) => number);
    const pasts = new Map(reading.map((scan, number) => [scan, toPast(byScan.get(number) ?? [])]));
    const recorded = rows.flatMap(({ what, scans: found }) => (what === 'recorded' ? (found ?? []) : []));
    return { pasts, recorded: new Map(recorded.map((fields) => [fields.scanId, toRecorded(fields)])) };
  }
}

function toPast(rows: readonly PastRow[]): Past {
  const toVisit = ({ area_key: areaKey, at }: PastRow): Visit => ({ areaKey, at: new Date(at) });
  const before = rows.find(({ what }) => what === 'before');
  return {
    visits: rows.filter(({ what }) => what === 'visit').map(toVisit),
    before: before && toVisit(before),
    showings: rows.flatMap(({ scans }) => scans ?? []).map((fields) => toRecorded(fields) as EarlierScan),
  };
}

function toRecorded({ seal, receivedAt, ...fields }: ScanFields): Kept<RecordedScan> {
  return { ...fields, receivedAt: new Date(receivedAt), seal: seal === null ? undefined : Buffer.from(seal, 'hex') };
}

/** What a showing of this resident is known by again: digits are of the one code, a presentation names its credential. */
export function seenAs({ assurance, showing }: ReadCode): { credential_id: string | null; nonce: string } {
  return { credential_id: assurance === 'presentation' ? showing.sourceId : null, nonce: `\\x${showing.nonce}` };
}
