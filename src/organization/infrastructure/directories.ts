import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import type { LocalDate } from '../../platform/kernel/shanghai.js';
import { Database } from '../../platform/persistence/database.js';
import { ShortMemory } from '../../platform/persistence/short-memory.js';
import type { Row } from '../../platform/persistence/values.js';
import {
  OrganizationDirectory,
  type OrganizationFacts,
  StaffDirectory,
  type StaffFacts,
} from '../contracts/directories.js';
import { type ScanPermission, ScanPermissionLookup } from '../contracts/scan-permission.js';
import { mayScan } from '../domain/sub-account.js';
import { placesOn } from '../domain/unit.js';
import type { OrganizationTables } from '../tables.js';

@Injectable()
export class SqlOrganizationDirectory extends OrganizationDirectory {
  constructor(private readonly database: Database) {
    super();
  }

  async find(organizationId: string): Promise<OrganizationFacts | undefined> {
    return (await this.findAll([organizationId])).get(organizationId);
  }

  async findAll(organizationIds: readonly string[]): Promise<ReadonlyMap<string, OrganizationFacts>> {
    const rows = await this.database
      .read<OrganizationTables>()
      .selectFrom('organization.organization as o')
      .innerJoin('organization.organization as heir', (join) =>
        join.on(({ eb, fn }) => eb('heir.id', '=', fn.coalesce('o.merged_into', 'o.id'))),
      )
      .where(({ eb, fn, val }) => eb('o.id', '=', fn.any(val([...organizationIds]))))
      .select([
        'o.id as asked',
        'heir.id',
        'heir.name',
        'heir.kind',
        'heir.uscc',
        'heir.path',
        'heir.area_key as areaKey',
      ])
      .execute();
    return new Map(rows.map(({ asked, path, ...facts }) => [asked, { ...facts, ...(path ? { path } : {}) }]));
  }

  async ownIds(organizationId: string): Promise<string[]> {
    const rows = await this.database
      .read<OrganizationTables>()
      .selectFrom('organization.organization as asked')
      .innerJoin('organization.organization as own', (join) =>
        join.on(({ eb, fn }) =>
          eb(fn.coalesce('asked.merged_into', 'asked.id'), 'in', [eb.ref('own.id'), eb.ref('own.merged_into')]),
        ),
      )
      .where('asked.id', '=', organizationId)
      .select('own.id')
      .execute();
    return rows.map(({ id }) => id);
  }

  async within(path: string): Promise<string[]> {
    const rows = await this.database
      .read<OrganizationTables>()
      .selectFrom('organization.organization')
      .where('path', '<@', path)
      .select('id')
      .execute();
    return rows.map(({ id }) => id);
  }

  async placesOn(path: string, day: LocalDate): Promise<string[]> {
    const left = await this.database
      .read<OrganizationTables>()
      .selectFrom('organization.former_place as f')
      .innerJoin('organization.organization as o', 'o.id', 'f.unit_id')
      .where('o.path', '=', path)
      .orderBy('f.until')
      .select(['f.path', 'f.until'])
      .execute();
    return placesOn(day, left, path);
  }
}

type StaffRow = Pick<
  Row<OrganizationTables, 'organization.administrator'>,
  'id' | 'organization_id' | 'name' | 'mobile'
>;

@Injectable()
export class SqlStaffDirectory extends StaffDirectory {
  constructor(
    private readonly database: Database,
    private readonly cipher: FieldCipher,
  ) {
    super();
  }

  async subAccount(id: string): Promise<StaffFacts | undefined> {
    const row = await this.database
      .read<OrganizationTables>()
      .selectFrom('organization.sub_account')
      .where('id', '=', id)
      .select(['id', 'organization_id', 'name', 'mobile', 'status'])
      .executeTakeFirst();
    return row && mayScan(row) ? this.open(row) : undefined;
  }

  async administrator(id: string): Promise<StaffFacts | undefined> {
    const row = await this.database
      .read<OrganizationTables>()
      .selectFrom('organization.administrator')
      .where('id', '=', id)
      .select(['id', 'organization_id', 'name', 'mobile'])
      .executeTakeFirst();
    return row && this.open(row);
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
    const row = await this.database
      .read<OrganizationTables>()
      .selectFrom('organization.sub_account as s')
      .innerJoin('organization.organization as o', 'o.id', 's.organization_id')
      .where('s.id', '=', accountId)
      .select([
        's.id',
        's.organization_id',
        's.name',
        's.status',
        'o.name as organization_name',
        'o.path',
        'o.show_causes',
      ])
      .executeTakeFirst();
    if (!row || !mayScan(row)) return undefined;
    return {
      subAccountId: row.id,
      organizationId: row.organization_id,
      organizationName: row.organization_name,
      ...(row.path ? { unitPath: row.path } : {}),
      scannerName: this.cipher.decrypt(row.name, 'name'),
      showCauses: row.show_causes,
    };
  }
}
