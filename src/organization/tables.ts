// Read from the migrated database by `npm run tables`; whoever adds a migration runs it.

import type { Day, Instant, Whole } from '../platform/persistence/values.js';
import type { ColumnType } from 'kysely';

export type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

export interface OrganizationAdministrator {
  appointed_at: Instant;
  id: string;
  mobile: Buffer;
  name: Buffer;
  organization_id: string;
}

export interface OrganizationArea {
  gb_code: string | null;
  key: string;
  kind: 'province' | 'city' | 'county' | 'zone' | 'street' | 'community';
  name: string;
  parent: string | null;
  path: string;
  valid_from: Day | null;
  valid_until: Day | null;
}

export interface OrganizationAreaRevision {
  changed_at: Generated<Instant>;
  edition: string | null;
  revision: Generated<Whole>;
}

export interface OrganizationFormerPlace {
  path: string;
  unit_id: string;
  until: Instant;
}

export interface OrganizationOrganization {
  area_key: string;
  created_at: Instant;
  id: string;
  kind: 'government' | 'enterprise';
  merged_into: string | null;
  name: string;
  path: string | null;
  show_causes: boolean;
  uscc: string | null;
  version: Generated<number>;
}

export interface OrganizationSubAccount {
  added_at: Instant;
  id: string;
  masked_mobile: string;
  mobile: Buffer;
  mobile_hash: Buffer;
  name: Buffer;
  name_prefixes: Generated<string[]>;
  organization_id: string;
  status: 'active' | 'disabled';
  version: Generated<number>;
}

export interface OrganizationTables {
  'organization.administrator': OrganizationAdministrator;
  'organization.area': OrganizationArea;
  'organization.area_revision': OrganizationAreaRevision;
  'organization.former_place': OrganizationFormerPlace;
  'organization.organization': OrganizationOrganization;
  'organization.sub_account': OrganizationSubAccount;
}
