import { Module } from '@nestjs/common';
import { ContactSeal } from './application/contact-seal.js';
import { DemoUnits } from './application/demo-units.js';
import { OrganizationAbilities } from './application/organization-abilities.js';
import { OwnSubAccount } from './application/own-sub-account.js';
import { RenameSubAccountHandler } from './application/rename-sub-account.js';
import { AddSubAccountHandler, DisableOrEnableSubAccountHandler } from './application/sub-account-commands.js';
import { SubAccountList } from './application/sub-account-list.js';
import { UnitsInScope } from './application/units-in-scope.js';
import { Units } from './application/units.js';
import { ArrangedUnits, OpenUnitHandler, PlaceUnitHandler, RenameUnitHandler } from './application/arrange-units.js';
import { MergedPeople } from './application/merged-people.js';
import { UnitTree } from './domain/unit.js';
import { UnitController } from './http/unit.controller.js';
import { MikroOrmUnitTree } from './infrastructure/mikro-orm-unit-tree.js';
import { UnitSchema } from './infrastructure/unit.schema.js';
import { AreaTree } from './areas/area-tree.js';
import { AreaLookup } from './contracts/area-lookup.js';
import { OrganizationDirectory, StaffDirectory } from './contracts/directories.js';
import { ScanPermissionLookup } from './contracts/scan-permission.js';
import { ScanPermissionCache } from './domain/scan-permission-cache.js';
import { SubAccounts } from './domain/sub-account.js';
import { OrganizationController } from './http/organization.controller.js';
import { SubAccountController } from './http/sub-account.controller.js';
import { CachedScanPermissions, SqlOrganizationDirectory, SqlStaffDirectory } from './infrastructure/directories.js';
import { MikroOrmSubAccounts } from './infrastructure/mikro-orm-sub-accounts.js';
import { SubAccountSchema } from './infrastructure/sub-account.schema.js';

@Module({
  controllers: [OrganizationController, SubAccountController, UnitController],
  providers: [
    AddSubAccountHandler,
    AreaTree,
    ArrangedUnits,
    CachedScanPermissions,
    ContactSeal,
    DemoUnits,
    DisableOrEnableSubAccountHandler,
    MergedPeople,
    OpenUnitHandler,
    OrganizationAbilities,
    OwnSubAccount,
    PlaceUnitHandler,
    RenameSubAccountHandler,
    RenameUnitHandler,
    SubAccountList,
    Units,
    UnitsInScope,
    { provide: UnitTree, useClass: MikroOrmUnitTree },
    { provide: AreaLookup, useExisting: AreaTree },
    { provide: SubAccounts, useClass: MikroOrmSubAccounts },
    { provide: ScanPermissionCache, useExisting: CachedScanPermissions },
    { provide: ScanPermissionLookup, useExisting: CachedScanPermissions },
    { provide: OrganizationDirectory, useClass: SqlOrganizationDirectory },
    { provide: StaffDirectory, useClass: SqlStaffDirectory },
  ],
  exports: [AreaLookup, ScanPermissionLookup, OrganizationDirectory, StaffDirectory],
})
export class OrganizationModule {
  static readonly entities = [SubAccountSchema, UnitSchema];
}
