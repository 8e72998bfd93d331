import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import type { AppAbility } from '../../platform/authorization/ability.js';
import { Allow, CurrentAbility, CurrentPrincipal } from '../../platform/authorization/policy.js';
import type { Principal } from '../../platform/authorization/principal.js';
import { scopeOf } from '../../platform/authorization/scope.js';
import { Responds } from '../../platform/http/responds.js';
import { RenameSubAccount } from '../application/rename-sub-account.js';
import { AddSubAccount, DisableOrEnableSubAccount } from '../application/sub-account-commands.js';
import { SubAccountList, type SubAccountScopes } from '../application/sub-account-list.js';
import * as schemas from './organization.schemas.js';

@Controller('sub-accounts')
export class SubAccountController {
  constructor(
    private readonly commands: CommandBus,
    private readonly subAccounts: SubAccountList,
  ) {}

  @Get()
  @Allow('read', 'SubAccount')
  @Responds(200, schemas.subAccounts)
  list(
    @CurrentPrincipal() principal: Principal,
    @CurrentAbility() ability: AppAbility,
    @Query({ schema: schemas.subAccountQuery }) filter: z.output<typeof schemas.subAccountQuery>,
  ) {
    return this.subAccounts.page(principal, scopesOf(ability), filter);
  }

  @Get(':id')
  @Allow('read', 'SubAccount')
  @Responds(200, schemas.subAccountView)
  one(
    @CurrentPrincipal() principal: Principal,
    @CurrentAbility() ability: AppAbility,
    @Param('id', { schema: schemas.id }) id: string,
  ) {
    return this.subAccounts.one(principal, scopesOf(ability), id);
  }

  @Post()
  @Allow('manage', 'SubAccount')
  @Responds(201, schemas.subAccountView)
  async add(
    @CurrentPrincipal() principal: Principal,
    @CurrentAbility() ability: AppAbility,
    @Body({ schema: schemas.newSubAccount }) { id, mobile, name }: z.output<typeof schemas.newSubAccount>,
  ) {
    await this.commands.execute(new AddSubAccount(id, principal.organizationId!, mobile, name));
    return this.subAccounts.one(principal, scopesOf(ability), id);
  }

  @Put(':id/name')
  @Allow('manage', 'SubAccount')
  @Responds(200, schemas.subAccountView)
  async rename(
    @CurrentPrincipal() principal: Principal,
    @CurrentAbility() ability: AppAbility,
    @Param('id', { schema: schemas.id }) id: string,
    @Body({ schema: schemas.correctedName }) { name, version }: z.output<typeof schemas.correctedName>,
  ) {
    await this.commands.execute(new RenameSubAccount(id, name, version, scopesOf(ability).manageable));
    return this.subAccounts.one(principal, scopesOf(ability), id);
  }

  @Post(':id/disabling')
  @Allow('manage', 'SubAccount')
  @Responds(204)
  disable(@CurrentAbility() ability: AppAbility, @Param('id', { schema: schemas.id }) id: string): Promise<void> {
    return this.commands.execute(new DisableOrEnableSubAccount(id, 'disable', scopesOf(ability).manageable));
  }

  @Post(':id/enabling')
  @Allow('manage', 'SubAccount')
  @Responds(204)
  enable(@CurrentAbility() ability: AppAbility, @Param('id', { schema: schemas.id }) id: string): Promise<void> {
    return this.commands.execute(new DisableOrEnableSubAccount(id, 'enable', scopesOf(ability).manageable));
  }
}

function scopesOf(ability: AppAbility): SubAccountScopes {
  return { readable: scopeOf(ability, 'read', 'SubAccount'), manageable: scopeOf(ability, 'manage', 'SubAccount') };
}
