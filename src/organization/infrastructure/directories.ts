import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import { addDays, type LocalDate, startOfDay } from '../../platform/kernel/shanghai.js';
import { Database } from '../../platform/persistence/database.js';
import { ShortMemory } from '../../platform/persistence/short-memory.js';
import {
  OrganizationDirectory,
  type OrganizationFacts,
  StaffDirectory,
  type StaffFacts,
} from '../contracts/directories.js';
import { type ScanPermission, ScanPermissionLookup } from '../contracts/scan-permission.js';

@Injectable()
export class SqlOrganizationDirectory extends OrganizationDirectory {
  constructor(private readonly database: Database) {
    super();
  }

  async find(organizationId: string): Promise<OrganizationFacts | undefined> {
    return (await this.findAll([organizationId])).get(organizationId);
  }

  async findAll(organizationIds: readonly string[]): Promise<ReadonlyMap<string, OrganizationFacts>> {
    const { rows } = await sql<OrganizationFacts & { asked: string; path: string | null }>`
      SELECT o.id AS asked, heir.id, heir.name, heir.kind, heir.uscc, heir.path::text, heir.area_key AS "areaKey"
      FROM organization.organization o JOIN organization.organization heir ON heir.id = coalesce(o.merged_into, o.id)
      WHERE o.id = ANY(${[...organizationIds]}::uuid[])
    `.execute(this.database.read());
    return new Map(rows.map(({ asked, path, ...facts }) => [asked, { ...facts, ...(path ? { path } : {}) }]));
  }

  async within(path: string): Promise<string[]> {
    const { rows } = await sql<{
      id: string;
    }>`SELECT id FROM organization.organization WHERE path <@ ${path}::ltree`.execute(this.database.read());
    return rows.map(({ id }) => id);
  }

  async placesOn(path: string, day: LocalDate): Promise<string[]> {
    const [from, until] = [startOfDay(day), startOfDay(addDays(day, 1))];
    const { rows } = await sql<{ path: string }>`
      WITH stood AS (
        SELECT f.unit_id, f.path, f.until FROM organization.former_place f JOIN organization.organization o ON o.id = f.unit_id
        WHERE o.path = ${path}::ltree
        UNION ALL SELECT o.id, o.path, 'infinity' FROM organization.organization o WHERE o.path = ${path}::ltree
      ), dated AS (SELECT path, until, lag(until, 1, '-infinity') OVER (ORDER BY until) AS since FROM stood)
      SELECT DISTINCT path::text FROM dated WHERE since < ${until} AND until > ${from}
    `.execute(this.database.read());
    // Nobody stands there any more: a session that is a few seconds old says so.
    return rows.length === 0 ? [path] : rows.map((row) => row.path);
  }
}

interface StaffRow {
  id: string;
  organization_id: string;
  name: Buffer;
  mobile: Buffer;
}

@Injectable()
export class SqlStaffDirectory extends StaffDirectory {
  constructor(
    private readonly database: Database,
    private readonly cipher: FieldCipher,
  ) {
    super();
  }

  /** Only while it is active. */
  async subAccount(id: string): Promise<StaffFacts | undefined> {
    const { rows } = await sql<StaffRow>`
      SELECT id, organization_id, name, mobile FROM organization.sub_account WHERE id = ${id} AND status = 'active'
    `.execute(this.database.read());
    return rows[0] && this.open(rows[0]);
  }

  async administrator(id: string): Promise<StaffFacts | undefined> {
    const { rows } = await sql<StaffRow>`
      SELECT id, organization_id, name, mobile FROM organization.administrator WHERE id = ${id}
    `.execute(this.database.read());
    return rows[0] && this.open(rows[0]);
  }

  private open({ id, organization_id: organizationId, name, mobile }: StaffRow): StaffFacts {
    return {
      id,
      organizationId,
      name: this.cipher.decrypt(name, 'name'),
      mobile: this.cipher.decrypt(mobile, 'mobile') as Mobile,
    };
  }
}

const FRESH_MS = 4000;

interface PermissionRow {
  id: string;
  organization_id: string;
  organization_name: string;
  path: string | null;
  name: Buffer;
  show_causes: boolean;
}

/** On the scan path, hence kept in this process for four seconds: what is disabled is dead everywhere within five. */
@Injectable()
export class CachedScanPermissions extends ScanPermissionLookup {
  private readonly known = new ShortMemory<ScanPermission | undefined>(FRESH_MS);

  constructor(
    private readonly database: Database,
    private readonly cipher: FieldCipher,
  ) {
    super();
  }

  forAccount(accountId: string): Promise<ScanPermission | undefined> {
    return this.known.get(accountId, () => this.read(accountId));
  }

  forget(accountId?: string): void {
    this.known.forget(accountId);
  }

  private async read(accountId: string): Promise<ScanPermission | undefined> {
    const { rows } = await sql<PermissionRow>`
      SELECT s.id, s.organization_id, o.name AS organization_name, o.path::text, s.name, o.show_causes
      FROM organization.sub_account s JOIN organization.organization o ON o.id = s.organization_id
      WHERE s.id = ${accountId} AND s.status = 'active'
    `.execute(this.database.read());
    const row = rows[0];
    return (
      row && {
        subAccountId: row.id,
        organizationId: row.organization_id,
        organizationName: row.organization_name,
        ...(row.path ? { unitPath: row.path } : {}),
        scannerName: this.cipher.decrypt(row.name, 'name'),
        showCauses: row.show_causes,
      }
    );
  }
}
