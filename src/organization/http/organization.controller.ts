import { Controller, Get, Query } from '@nestjs/common';
import type { z } from 'zod';
import type { AppAbility } from '../../platform/authorization/ability.js';
import { Allow, CurrentAbility, CurrentPrincipal, Public } from '../../platform/authorization/policy.js';
import type { Principal } from '../../platform/authorization/principal.js';
import { scopeOf } from '../../platform/authorization/scope.js';
import { Responds } from '../../platform/http/responds.js';
import { UnitsInScope } from '../application/units-in-scope.js';
import { AreaLookup } from '../contracts/area-lookup.js';
import { OrganizationDirectory } from '../contracts/directories.js';
import { noSuchOrganization } from '../domain/errors.js';
import * as schemas from './organization.schemas.js';

@Controller()
export class OrganizationController {
  constructor(
    private readonly areas: AreaLookup,
    private readonly organizations: OrganizationDirectory,
    private readonly inScope: UnitsInScope,
  ) {}

  @Get('areas')
  @Public()
  @Responds(200, schemas.areaList)
  areasBelow(@Query({ schema: schemas.areaQuery }) { parent }: z.output<typeof schemas.areaQuery>) {
    return { items: [...this.areas.children(parent)] };
  }

  @Get('organization')
  @Allow('read', 'Organization')
  @Responds(200, schemas.organizationView)
  async organization(@CurrentPrincipal() { organizationId }: Principal) {
    const found = organizationId ? await this.organizations.find(organizationId) : undefined;
    if (!found) throw noSuchOrganization();
    return found;
  }

  @Get('units')
  @Allow('read', 'Organization')
  @Responds(200, schemas.units)
  units(
    @CurrentAbility() ability: AppAbility,
    @Query({ schema: schemas.unitQuery }) query: z.output<typeof schemas.unitQuery>,
  ) {
    return this.inScope.page(scopeOf(ability, 'read', 'Organization'), query);
  }
}
