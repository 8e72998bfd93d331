import { Controller, Get, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, CurrentPrincipal, Public } from '../../platform/authorization/policy.js';
import type { Principal } from '../../platform/authorization/principal.js';
import { Responds } from '../../platform/http/responds.js';
import { AreaLookup } from '../contracts/area-lookup.js';
import { OrganizationDirectory } from '../contracts/directories.js';
import { noSuchOrganization } from '../domain/errors.js';
import * as schemas from './organization.schemas.js';

@Controller()
export class OrganizationController {
  constructor(
    private readonly areas: AreaLookup,
    private readonly organizations: OrganizationDirectory,
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
}
