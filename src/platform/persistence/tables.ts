// Read from the migrated database by `npm run tables`; whoever adds a migration runs it.

import type { Instant, Jsonb, Whole } from './values.js';
import type { ColumnType } from 'kysely';

export type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

export interface PlatformAccessLog {
  account_id: string;
  at: Generated<Instant>;
  id: Generated<Whole>;
  organization_id: string | null;
  purpose: string;
  resident_id: string | null;
  rows: Generated<number>;
  sub_account_id: string | null;
  what: string;
}

export interface PlatformCursor {
  degraded_at: Instant | null;
  lineage: Generated<number>;
  moved_at: Generated<Instant>;
  name: string;
  position: Generated<Whole>;
  read_until: Instant | null;
  xid: Generated<string>;
}

export interface PlatformCursorSkip {
  event_id: string;
  name: string;
}

export interface PlatformDemoWorld {
  built_at: Generated<Instant>;
  one: Generated<boolean>;
}

export interface PlatformFailedReaction {
  event: Jsonb;
  event_id: string;
  failures: number;
  first_failed_at: Generated<Instant>;
  last_failed_at: Generated<Instant>;
  parked_at: Instant | null;
  problem: string;
  subscriber: string;
}

export interface PlatformHeartbeat {
  held_until: Instant | null;
  jumped_from: Instant | null;
  seen_at: Generated<Instant>;
  singleton: Generated<boolean>;
}

export interface PlatformInbox {
  event_id: string;
  handled_at: Generated<Instant>;
  subscriber: string;
}

export interface PlatformLineage {
  began_at: Generated<Instant>;
  id: number;
}

export interface PlatformMigration {
  applied_at: Generated<Instant>;
  checksum: string;
  name: string;
}

export interface PlatformOperation {
  alive_at: Generated<Instant>;
  applying_at: Instant | null;
  attempts: Generated<number>;
  content_hash: Buffer | null;
  counts: Generated<Jsonb>;
  done: Generated<number>;
  failure: string | null;
  failure_facts: Jsonb | null;
  finished_at: Instant | null;
  id: string;
  idempotency_key: string | null;
  kind: string;
  line: string | null;
  owner_id: string;
  place: Whole | null;
  received_at: Instant;
  retry_at: Instant | null;
  started_by: string;
  state: 'received' | 'staged' | 'waiting' | 'applying' | 'applied' | 'cancelled' | 'failed';
  total: Generated<number>;
}

export interface PlatformOutbox {
  aggregate_id: string;
  aggregate_version: number;
  id: string;
  lineage: Generated<number>;
  occurred_at: Instant;
  payload: Jsonb;
  position: Generated<Whole>;
  recorded_at: Generated<Instant>;
  type: string;
  xid: Generated<string>;
}

export interface PlatformOutboxPassed {
  partition: string;
  passed_at: Generated<Instant>;
}

export interface PlatformParkedEvent {
  event: Jsonb | null;
  event_id: string;
  name: string;
  parked_at: Generated<Instant>;
  problem: string;
  type: string;
}

export interface PlatformSweep {
  began_at: Instant | null;
  failures: Generated<number>;
  held_until: Instant | null;
  holder: string | null;
  name: string;
  ran_at: Instant;
  retry_at: Instant | null;
}

export interface PlatformTables {
  'platform.access_log': PlatformAccessLog;
  'platform.cursor': PlatformCursor;
  'platform.cursor_skip': PlatformCursorSkip;
  'platform.demo_world': PlatformDemoWorld;
  'platform.failed_reaction': PlatformFailedReaction;
  'platform.heartbeat': PlatformHeartbeat;
  'platform.inbox': PlatformInbox;
  'platform.lineage': PlatformLineage;
  'platform.migration': PlatformMigration;
  'platform.operation': PlatformOperation;
  'platform.outbox': PlatformOutbox;
  'platform.outbox_passed': PlatformOutboxPassed;
  'platform.parked_event': PlatformParkedEvent;
  'platform.sweep': PlatformSweep;
}
