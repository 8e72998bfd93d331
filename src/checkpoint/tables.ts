// Read from the migrated database by `npm run tables`; whoever adds a migration runs it.

import type { Decimal, Instant, Jsonb } from '../platform/persistence/values.js';
import type { ColumnType } from 'kysely';

export type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

export interface CheckpointDigitGuess {
  account_id: string;
  guessed_at: Instant;
  id: string;
  organization_id: string;
  serial: string;
}

export interface CheckpointRefusedScan {
  by_digits: boolean;
  id: string;
  organization_id: string;
  reason: string;
  received_at: Instant;
  scan_point_id: string;
  scanned_at: Instant;
  scanner_id: string;
  shift_id: string;
  shown_hash: Buffer | null;
  unit_path: string | null;
}

export interface CheckpointScan {
  answer: Jsonb;
  area_key: string;
  assurance: string;
  colour: string;
  credential_id: string | null;
  feedback_at: Instant | null;
  id: string;
  masked_name: string;
  nonce: Buffer | null;
  not_measured_why: string | null;
  organization_id: string;
  outcome: string | null;
  passage_version: number | null;
  reason: string | null;
  reason_text: string | null;
  received_at: Instant;
  resident_id: string;
  scan_point_id: string;
  scanned_at: Instant;
  scanner_id: string;
  shift_id: string;
  shown_hash: Buffer | null;
  temperature: Decimal | null;
  temperature_result: string | null;
  unit_path: string | null;
  verdict_seq: number;
  warnings: Generated<string[]>;
}

export interface CheckpointScanPoint {
  added_at: Instant;
  address: string;
  area_key: string;
  closed_at: Instant | null;
  confirmed: boolean;
  id: string;
  kind: 'traffic' | 'province-entry' | 'community' | 'office' | 'enterprise';
  name: string;
  organization_id: string;
  version: Generated<number>;
}

export interface CheckpointShift {
  accuracy_metres: number | null;
  closed_at: Instant | null;
  community: string | null;
  id: string;
  latitude: number | null;
  longitude: number | null;
  opened_at: Instant;
  organization_id: string;
  scan_point_id: string;
  scanner_id: string;
  scanner_name: Buffer;
  version: Generated<number>;
}

export interface CheckpointTables {
  'checkpoint.digit_guess': CheckpointDigitGuess;
  'checkpoint.refused_scan': CheckpointRefusedScan;
  'checkpoint.scan': CheckpointScan;
  'checkpoint.scan_point': CheckpointScanPoint;
  'checkpoint.shift': CheckpointShift;
}
