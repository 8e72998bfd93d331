import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import type { AppAbility } from '../../platform/authorization/ability.js';
import { Allow, CurrentAbility, CurrentPrincipal } from '../../platform/authorization/policy.js';
import type { Principal } from '../../platform/authorization/principal.js';
import { scopeOf } from '../../platform/authorization/scope.js';
import { pageOf, pageQuery } from '../../platform/http/page.js';
import { Responds } from '../../platform/http/responds.js';
import { AddSubAccount, DisableOrEnableSubAccount } from '../application/sub-account-commands.js';
import { SubAccountList } from '../application/sub-account-list.js';
import { OrganizationDirectory } from '../contracts/directories.js';
import { noSuchOrganization } from '../domain/errors.js';

const organizationView = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(['government', 'enterprise']),
  uscc: z.string().nullish(),
  areaKey: z.string(),
});

const subAccountBody = z.object({
  id: z.uuidv7(),
  mobile: z.string().trim().regex(/^1[3-9]\d{9}$/, 'an 11-digit mobile number'),
  name: z.string().trim().min(1).max(40),
});

const subAccountView = z.object({
  id: z.uuid(),
  name: z.string(),
  maskedMobile: z.string(),
  status: z.enum(['active', 'disabled']),
  addedAt: z.iso.datetime(),
});

const id = z.uuid();

@Controller()
export class OrganizationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly organizations: OrganizationDirectory,
    private readonly list: SubAccountList,
  ) {}

  @Get('organization')
  @Allow('read', 'Organization')
  @Responds(200, organizationView)
  async organization(@CurrentPrincipal() { organizationId }: Principal) {
    const found = organizationId ? await this.organizations.find(organizationId) : undefined;
    if (!found) throw noSuchOrganization();
    return found;
  }

  @Get('sub-accounts')
  @Allow('read', 'SubAccount')
  @Responds(200, pageOf(subAccountView))
  subAccounts(
    @CurrentPrincipal() principal: Principal,
    @CurrentAbility() ability: AppAbility,
    @Query({ schema: pageQuery }) page: z.output<typeof pageQuery>,
  ) {
    return this.list.page(principal, scopeOf(ability, 'read', 'SubAccount'), page);
  }

  @Post('sub-accounts')
  @Allow('manage', 'SubAccount')
  @Responds(201, subAccountView)
  async add(
    @CurrentPrincipal() { organizationId }: Principal,
    @Body({ schema: subAccountBody }) { id: accountId, mobile, name }: z.output<typeof subAccountBody>,
  ) {
    return this.list.viewOf(await this.commands.execute(new AddSubAccount(accountId, organizationId!, mobile, name)));
  }

  @Post('sub-accounts/:id/disabling')
  @Allow('manage', 'SubAccount')
  @Responds(204)
  disable(@CurrentAbility() ability: AppAbility, @Param('id', { schema: id }) accountId: string): Promise<void> {
    return this.commands.execute(new DisableOrEnableSubAccount(accountId, 'disable', ability));
  }

  @Post('sub-accounts/:id/enabling')
  @Allow('manage', 'SubAccount')
  @Responds(204)
  enable(@CurrentAbility() ability: AppAbility, @Param('id', { schema: id }) accountId: string): Promise<void> {
    return this.commands.execute(new DisableOrEnableSubAccount(accountId, 'enable', ability));
  }
}
