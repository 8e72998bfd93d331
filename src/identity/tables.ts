// Read from the migrated database by `npm run tables`; whoever adds a migration runs it.

import type { Day, Instant, Jsonb } from '../platform/persistence/values.js';
import type { ColumnType } from 'kysely';

export type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

export interface IdentityAccount {
  activation_expires_at: Instant | null;
  activation_hash: Buffer | null;
  created_at: Instant;
  display_name: Buffer;
  door: 'personal' | 'organization';
  enabled: Generated<boolean>;
  id: string;
  login_hash: Buffer;
  masked_mobile: string;
  mobile: Buffer;
  mobile_hash: Buffer;
  must_change_password: Generated<boolean>;
  organization_id: string | null;
  password_expires_at: Instant | null;
  password_hash: string | null;
  resident_id: string | null;
  version: Generated<number>;
}

export interface IdentityAddressFailure {
  address_hash: Buffer;
  at: Instant;
  level: number;
}

export interface IdentityCapacity {
  account_id: string;
  authority_id: string | null;
  enabled: Generated<boolean>;
  id: string;
  organization_id: string | null;
  role: string;
}

export interface IdentityDemoSms {
  content: Buffer;
  id: string;
  mobile: Buffer;
  sent_at: Instant;
}

export interface IdentityMessage {
  body: Jsonb;
  id: string;
  link: string | null;
  notice_id: string | null;
  read_at: Instant | null;
  resident_id: string;
  sent_at: Instant;
  title: Jsonb;
}

export interface IdentityResident {
  birth_date: Day | null;
  created_at: Instant;
  document: Buffer;
  document_ends: string;
  document_hash: Buffer;
  document_type: string;
  id: string;
  level: number;
  masked_name: string;
  name: Buffer;
  sex: string | null;
}

export interface IdentitySession {
  account_id: string;
  capacity_id: string;
  created_at: Instant;
  expires_at: Instant;
  id: string;
  last_seen_at: Instant;
  revoked_at: Instant | null;
  token_hash: Buffer;
}

export interface IdentitySignInFailure {
  blocked_until: Instant;
  failures: number;
  login_hash: Buffer;
}

export interface IdentitySmsCode {
  address_hash: Buffer | null;
  asked_by: Buffer | null;
  code_hash: Buffer;
  expires_at: Instant;
  id: string;
  known: Generated<boolean>;
  mobile_hash: Buffer;
  purpose: string;
  sent_at: Instant;
  strangers_tries: Generated<number>;
  tries: Generated<number>;
  used_at: Instant | null;
}

export interface IdentityTables {
  'identity.account': IdentityAccount;
  'identity.address_failure': IdentityAddressFailure;
  'identity.capacity': IdentityCapacity;
  'identity.demo_sms': IdentityDemoSms;
  'identity.message': IdentityMessage;
  'identity.resident': IdentityResident;
  'identity.session': IdentitySession;
  'identity.sign_in_failure': IdentitySignInFailure;
  'identity.sms_code': IdentitySmsCode;
}
