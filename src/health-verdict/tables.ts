// Read from the migrated database by `npm run tables`; whoever adds a migration runs it.

import type { Day, Instant, Jsonb } from '../platform/persistence/values.js';
import type { ColumnType } from 'kysely';

export type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

export interface HealthVerdictAuthority {
  id: string;
  name: Jsonb;
}

export interface HealthVerdictBatch {
  feed: string;
  file_name: string | null;
  id: string;
  received_at: Instant;
  sealed_name: Buffer | null;
}

export interface HealthVerdictBatchRow {
  batch_id: string;
  code: string | null;
  column_name: string | null;
  line: number;
  reference: string;
  result: 'staged' | 'accepted' | 'unchanged' | 'rejected';
}

export interface HealthVerdictCode {
  birth_year: number | null;
  claimed_at: Instant;
  digits_epoch: Generated<number>;
  digits_epoch_at: Instant | null;
  digits_key: Buffer;
  document_ends: string;
  id: string;
  initial_accuracy_metres: number | null;
  initial_area: string;
  initial_latitude: number | null;
  initial_longitude: number | null;
  masked_name: string;
  resident_id: string;
  serial: string;
  subject_id: string;
  version: Generated<number>;
}

export interface HealthVerdictColour {
  icon: string;
  key: string;
  name: Jsonb;
  rank: number;
  verdict: Jsonb;
}

export interface HealthVerdictCredential {
  code_id: string;
  device_id: string;
  digest: Buffer | null;
  expires_at: Instant;
  id: string;
  issued_at: Instant;
}

export interface HealthVerdictDevice {
  code_id: string;
  enrolled_at: Instant;
  id: string;
  name: string;
  public_key: Buffer;
  revoked_at: Instant | null;
  session_id: string | null;
}

export interface HealthVerdictEvidence {
  area_key: string | null;
  feed: string;
  happened_on: Day;
  kind: string;
  list_entry: string | null;
  named_hash: Buffer | null;
  reference: string;
  released_on: Day | null;
  revision: number;
  subject_id: string | null;
  until_on: Day | null;
}

export interface HealthVerdictFeed {
  as_of: Instant | null;
  authority_id: string;
  key: string;
}

export interface HealthVerdictLevelAssignment {
  area_key: string;
  from_at: Instant;
  id: string;
  level: string;
  scale: string;
  until_at: Instant | null;
}

export interface HealthVerdictListEntry {
  entry: string;
  list: string;
  name: string;
  source: string;
  version: number;
}

export interface HealthVerdictListVersion {
  effective_from: Day;
  list: string;
  version: number;
}

export interface HealthVerdictRecord {
  batch_id: string;
  content_hash: Buffer;
  feed: string;
  line: number | null;
  recorded_at: Instant;
  reference: string;
  revision: number;
  withdrawn: boolean;
}

export interface HealthVerdictRule {
  cause: number;
  colour: string;
  kinds: string[];
  legal_basis: Jsonb;
  source: Jsonb;
  title: Jsonb;
  until_released: boolean;
  version: number;
  way_back: Jsonb;
  window_days: number | null;
}

export interface HealthVerdictRuleVersion {
  approved_by: Jsonb | null;
  effective_from: Instant | null;
  status: 'draft' | 'approved' | 'staged';
  version: number;
}

export interface HealthVerdictScaleLevel {
  common_rank: number;
  level: string;
  name: Jsonb;
  scale: string;
}

export interface HealthVerdictStagedPiece {
  batch_id: string;
  body: Buffer;
  number: number;
}

export interface HealthVerdictSubject {
  created_at: Instant;
  id: string;
}

export interface HealthVerdictSubjectDocument {
  document: Buffer;
  document_hash: Buffer;
  document_type: string;
  subject_id: string;
}

export interface HealthVerdictTimeline {
  last_seq: number;
  next_turn_at: Instant | null;
  segments: Jsonb;
  subject_id: string;
}

export interface HealthVerdictUnlistedFact {
  batch_id: string;
  document_hash: Buffer;
  document_type: string;
  happened_on: Day;
  kind: string;
  line: number;
  named_hash: Buffer;
}

export interface HealthVerdictVerdict {
  causes: Jsonb | null;
  colour: string | null;
  from_at: Instant | null;
  hash: Buffer;
  leaf: Buffer | null;
  rule_version: number;
  salt: Buffer | null;
  seq: number;
  shape: number;
  subject_id: string;
}

export interface HealthVerdictTables {
  'health_verdict.authority': HealthVerdictAuthority;
  'health_verdict.batch': HealthVerdictBatch;
  'health_verdict.batch_row': HealthVerdictBatchRow;
  'health_verdict.code': HealthVerdictCode;
  'health_verdict.colour': HealthVerdictColour;
  'health_verdict.credential': HealthVerdictCredential;
  'health_verdict.device': HealthVerdictDevice;
  'health_verdict.evidence': HealthVerdictEvidence;
  'health_verdict.feed': HealthVerdictFeed;
  'health_verdict.level_assignment': HealthVerdictLevelAssignment;
  'health_verdict.list_entry': HealthVerdictListEntry;
  'health_verdict.list_version': HealthVerdictListVersion;
  'health_verdict.record': HealthVerdictRecord;
  'health_verdict.rule': HealthVerdictRule;
  'health_verdict.rule_version': HealthVerdictRuleVersion;
  'health_verdict.scale_level': HealthVerdictScaleLevel;
  'health_verdict.staged_piece': HealthVerdictStagedPiece;
  'health_verdict.subject': HealthVerdictSubject;
  'health_verdict.subject_document': HealthVerdictSubjectDocument;
  'health_verdict.timeline': HealthVerdictTimeline;
  'health_verdict.unlisted_fact': HealthVerdictUnlistedFact;
  'health_verdict.verdict': HealthVerdictVerdict;
}
