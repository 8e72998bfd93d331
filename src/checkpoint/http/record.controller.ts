import { Controller, Get, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Colour, ColourScale } from '../../health-verdict/contracts/colours.js';
import type { AppAbility } from '../../platform/authorization/ability.js';
import { Allow, CurrentAbility, CurrentPrincipal } from '../../platform/authorization/policy.js';
import type { Principal } from '../../platform/authorization/principal.js';
import { scopeOf } from '../../platform/authorization/scope.js';
import { Config } from '../../platform/config/config.js';
import { Responds } from '../../platform/http/responds.js';
import { ScanRecords } from '../application/records/scan-records.js';
import { choices } from '../domain/choices.js';
import * as schemas from './checkpoint.schemas.js';

/** The lists of the forms, and the records of a unit. */
@Controller()
export class RecordController {
  constructor(
    private readonly records: ScanRecords,
    private readonly colours: ColourScale,
    private readonly config: Config,
  ) {}

  @Get('choices')
  @Allow('record', 'Scan')
  @Responds(200, schemas.choicesView)
  choices() {
    return choices(this.config.settings.BAMIN_ABNORMAL_TEMPERATURE);
  }

  @Get('scan-records')
  @Allow('read', 'Passage')
  @Responds(200, schemas.recordPage)
  async list(
    @CurrentPrincipal() principal: Principal,
    @CurrentAbility() ability: AppAbility,
    @Query({ schema: schemas.recordQuery }) filter: z.output<typeof schemas.recordQuery>,
  ) {
    const page = await this.records.page(principal, scopeOf(ability, 'read', 'Passage'), filter);
    return { ...page, items: await Promise.all(page.items.map((record) => this.inWords(record))) };
  }

  @Get('scan-records/:id')
  @Allow('read', 'Passage')
  @Responds(200, schemas.recordDetail)
  async detail(
    @CurrentPrincipal() principal: Principal,
    @CurrentAbility() ability: AppAbility,
    @Param('id', { schema: schemas.id }) scanId: string,
  ) {
    return this.inWords(await this.records.detail(principal, scopeOf(ability, 'read', 'Passage'), scanId));
  }

  private async inWords<Shown extends { readonly colour: Colour }>(record: Shown) {
    return { ...record, colourWords: await this.colours.wordsOf(record.colour) };
  }
}
