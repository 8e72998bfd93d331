import { Global, Module } from '@nestjs/common';
import { DemoUnits } from './application/demo-units.js';
import { OrganizationAbilities } from './application/organization-abilities.js';
import { AddSubAccountHandler, ContactSeal, DisableOrEnableSubAccountHandler } from './application/sub-account-commands.js';
import { SubAccountList } from './application/sub-account-list.js';
import { Units } from './application/units.js';
import { OrganizationDirectory, StaffDirectory } from './contracts/directories.js';
import { ScanPermissionLookup } from './contracts/scan-permission.js';
import { ScanPermissionCache } from './domain/scan-permission-cache.js';
import { SubAccounts } from './domain/sub-account.js';
import { OrganizationController } from './http/organization.controller.js';
import { CachedScanPermissions, SqlOrganizationDirectory, SqlStaffDirectory } from './infrastructure/directories.js';
import { MikroOrmSubAccounts } from './infrastructure/mikro-orm-sub-accounts.js';
import { SubAccountSchema } from './infrastructure/sub-account.schema.js';

@Global()
@Module({
  controllers: [OrganizationController],
  providers: [
    AddSubAccountHandler,
    CachedScanPermissions,
    ContactSeal,
    DemoUnits,
    DisableOrEnableSubAccountHandler,
    OrganizationAbilities,
    SubAccountList,
    Units,
    { provide: SubAccounts, useClass: MikroOrmSubAccounts },
    { provide: ScanPermissionCache, useExisting: CachedScanPermissions },
    { provide: ScanPermissionLookup, useExisting: CachedScanPermissions },
    { provide: OrganizationDirectory, useClass: SqlOrganizationDirectory },
    { provide: StaffDirectory, useClass: SqlStaffDirectory },
  ],
  exports: [ScanPermissionLookup, OrganizationDirectory, StaffDirectory],
})
export class OrganizationModule {
  static readonly entities = [SubAccountSchema];
}
