import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import type { AppAbility } from '../../platform/authorization/ability.js';
import { Allow, CurrentAbility, CurrentPrincipal } from '../../platform/authorization/policy.js';
import type { Principal } from '../../platform/authorization/principal.js';
import { scopeOf } from '../../platform/authorization/scope.js';
import { Responds } from '../../platform/http/responds.js';
import { type Arranger, OpenUnit, PlaceUnit, RenameUnit } from '../application/arrange-units.js';
import { UnitsInScope } from '../application/units-in-scope.js';
import * as schemas from './organization.schemas.js';

const arranger = ({ organizationId }: Principal, ability: AppAbility): Arranger => ({
  scope: scopeOf(ability, 'arrange', 'Unit'),
  unitId: organizationId,
});

/** The tree of government units, and its changes by those above. */
@Controller('units')
export class UnitController {
  constructor(
    private readonly commands: CommandBus,
    private readonly inScope: UnitsInScope,
  ) {}

  @Get()
  @Allow('read', 'Organization')
  @Responds(200, schemas.units)
  list(
    @CurrentAbility() ability: AppAbility,
    @Query({ schema: schemas.unitQuery }) query: z.output<typeof schemas.unitQuery>,
  ) {
    return this.inScope.page(scopeOf(ability, 'read', 'Organization'), query);
  }

  @Get(':id')
  @Allow('arrange', 'Unit')
  @Responds(200, schemas.unitView)
  one(@CurrentAbility() ability: AppAbility, @Param('id', { schema: schemas.id }) id: string) {
    return this.inScope.one(scopeOf(ability, 'arrange', 'Unit'), id);
  }

  @Post()
  @Allow('arrange', 'Unit')
  @Responds(201, schemas.unitView)
  async open(
    @CurrentPrincipal() principal: Principal,
    @CurrentAbility() ability: AppAbility,
    @Body({ schema: schemas.newUnit }) { superiorId, ...unit }: z.output<typeof schemas.newUnit>,
  ) {
    const by = arranger(principal, ability);
    await this.commands.execute(new OpenUnit(unit, superiorId, by));
    return this.inScope.one(by.scope, unit.id);
  }

  @Put(':id/name')
  @Allow('arrange', 'Unit')
  @Responds(200, schemas.unitView)
  async rename(
    @CurrentPrincipal() principal: Principal,
    @CurrentAbility() ability: AppAbility,
    @Param('id', { schema: schemas.id }) id: string,
    @Body({ schema: schemas.newUnitName }) { name, version }: z.output<typeof schemas.newUnitName>,
  ) {
    const by = arranger(principal, ability);
    await this.commands.execute(new RenameUnit(id, version, name, by));
    return this.inScope.one(by.scope, id);
  }

  @Post(':id/move')
  @Allow('arrange', 'Unit')
  @Responds(204)
  move(
    @CurrentPrincipal() principal: Principal,
    @CurrentAbility() ability: AppAbility,
    @Param('id', { schema: schemas.id }) id: string,
    @Body({ schema: schemas.superior }) to: z.output<typeof schemas.superior>,
  ): Promise<void> {
    return this.commands.execute(new PlaceUnit(id, to, arranger(principal, ability)));
  }

  @Post(':id/merger')
  @Allow('arrange', 'Unit')
  @Responds(204)
  merge(
    @CurrentPrincipal() principal: Principal,
    @CurrentAbility() ability: AppAbility,
    @Param('id', { schema: schemas.id }) id: string,
    @Body({ schema: schemas.heir }) to: z.output<typeof schemas.heir>,
  ): Promise<void> {
    return this.commands.execute(new PlaceUnit(id, to, arranger(principal, ability)));
  }
}
