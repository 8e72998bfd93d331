// Read from the migrated database by `npm run tables`; whoever adds a migration runs it.

import type { Day, Instant, Jsonb, Whole } from '../platform/persistence/values.js';
import type { ColumnType } from 'kysely';

export type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

export interface HealthVerdictAuthority {
  id: string;
  name: Jsonb;
}

export interface HealthVerdictBatch {
  accepted: Generated<number>;
  alive_at: Generated<Instant>;
  complete_at: Instant | null;
  evidence: Generated<number>;
  failure: string | null;
  failure_facts: Jsonb | null;
  feed: string;
  file_name: string | null;
  id: string;
  operator_id: string;
  place: Whole | null;
  received_at: Instant;
  rejected: Generated<number>;
  sealed_name: Buffer | null;
  status: 'received' | 'applied' | 'failed';
  unchanged: Generated<number>;
}

export interface HealthVerdictBatchRow {
  batch_id: string;
  code: string | null;
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
  batch_id: string;
  content_hash: Buffer;
  department: string | null;
  feed: string;
  happened_on: Day;
  kind: string;
  recorded_at: Instant;
  reference: string;
  released_on: Day | null;
  revision: number;
  subject_id: string;
  withdrawn: boolean;
}

export interface HealthVerdictFeed {
  as_of: Instant | null;
  authority_id: string;
  expected_hours: number;
  key: string;
  name: Jsonb;
}

export interface HealthVerdictFeverDepartment {
  effective_from: Day;
  effective_until: Day | null;
  name: string;
  source: string;
}

export interface HealthVerdictLevelAssignment {
  area_key: string;
  from_at: Instant;
  id: string;
  level: string;
  scale: string;
  until_at: Instant | null;
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

export interface HealthVerdictStagedEvidence {
  batch_id: string;
  department: string;
  document: Buffer;
  document_hash: Buffer;
  document_type: string;
  happened_on: Day;
  kind: string;
  line: number;
  reference: string;
  revision: number;
  withdrawn: boolean;
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

export interface HealthVerdictVerdict {
  causes: number[];
  colour: string;
  from_at: Instant;
  hash: Buffer;
  rule_version: number;
  salt: Buffer;
  seq: number;
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
  'health_verdict.fever_department': HealthVerdictFeverDepartment;
  'health_verdict.level_assignment': HealthVerdictLevelAssignment;
  'health_verdict.rule': HealthVerdictRule;
  'health_verdict.rule_version': HealthVerdictRuleVersion;
  'health_verdict.scale_level': HealthVerdictScaleLevel;
  'health_verdict.staged_evidence': HealthVerdictStagedEvidence;
  'health_verdict.subject': HealthVerdictSubject;
  'health_verdict.subject_document': HealthVerdictSubjectDocument;
  'health_verdict.timeline': HealthVerdictTimeline;
  'health_verdict.verdict': HealthVerdictVerdict;
}
