import type { CodeReading, FeedFreshness, Shown } from '../../../health-verdict/contracts/code-reader.js';
import type { Colour, Words } from '../../../health-verdict/contracts/colours.js';
import type { ScanPermission } from '../../../organization/contracts/scan-permission.js';
import type { KeyedHash } from '../../../platform/crypto/keyed-hash.js';
import { handledBy, type ScanWarning, type ShowingWarning } from '../../domain/showing.js';
import type { ShiftView } from '../shifts/current-shift.js';

/** A scan that was let in: who scans, where and when. */
export interface Scan {
  readonly id: string;
  readonly scannerId: string;
  readonly permission: ScanPermission;
  readonly shift: ShiftView;
  readonly shown: Shown;
  /** The device's clock, ISO 8601. */
  readonly scannedAt: string;
  readonly receivedAt: Date;
  /** Where it was read before the scan comes to be recorded: digits, and whatever others were faster than. */
  reading?: CodeReading;
}

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

interface Recorded {
  readonly scanId: string;
  readonly scannerId: string;
  readonly receivedAt: Date;
}

export interface ReadScan extends Recorded {
  readonly outcome: 'read';
  readonly maskedName: string;
  readonly colour: Colour;
  readonly assurance: 'presentation' | 'digits';
  readonly answer: ScanAnswer;
  readonly warnings: readonly ShowingWarning[];
}

export interface RefusedScan extends Recorded {
  readonly outcome: 'refused';
  readonly refusal: string;
}

/** A scan that has its row: read, with what its scanner saw, or refused, with why. */
export type RecordedScan = ReadScan | RefusedScan;

export interface ScanResult extends Partial<ScanAnswer> {
  readonly scanId: string;
  readonly outcome: 'read' | 'refused';
  readonly refusal?: string;
  readonly maskedName?: string;
  readonly colour?: Colour;
  readonly assurance?: 'presentation' | 'digits';
  readonly warnings: readonly ScanWarning[];
  /** Of a scan that read a code: a colleague at the same point scanned this showing before, and handles the person. */
  readonly feedbackBy?: 'you' | 'colleague';
  readonly receivedAt: string;
}

/** What is kept as it is answered to this scanner. */
export function toResult(recorded: RecordedScan, scannerId: string, more: readonly ScanWarning[] = []): ScanResult {
  const { scanId, receivedAt } = recorded;
  const known = { scanId, receivedAt: receivedAt.toISOString() };
  if (recorded.outcome === 'refused') return { ...known, outcome: 'refused', refusal: recorded.refusal, warnings: [] };
  const { maskedName, colour, assurance, answer, warnings } = recorded;
  return {
    ...known,
    outcome: 'read',
    maskedName,
    colour,
    assurance,
    ...answer,
    warnings: [...warnings, ...more],
    feedbackBy: handledBy(recorded, scannerId),
  };
}

/** Key id and half of the digest: only ever compared with what one scanner shows again. */
const SEAL_BYTES = 17;

/** What was shown is not kept, only this of it: a retry has to show the same. */
export function sealOf(shown: Shown, hash: KeyedHash): Buffer {
  return hash.of(textOf(shown), 'shown').subarray(0, SEAL_BYTES);
}

export function isSealOf(seal: Buffer | undefined, shown: Shown, hash: KeyedHash): boolean {
  if (!seal) return false; // Rows of before seals were kept.
  return hash.candidates(textOf(shown), 'shown').some((candidate) => candidate.subarray(0, SEAL_BYTES).equals(seal));
}

/** Digits are no text of a presentation, so one word will do for both. */
function textOf(shown: Shown): string {
  return 'presentation' in shown ? shown.presentation : shown.digits;
}
