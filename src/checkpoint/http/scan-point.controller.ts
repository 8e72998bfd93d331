import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import { Allow, CurrentPrincipal } from '../../platform/authorization/policy.js';
import type { Principal } from '../../platform/authorization/principal.js';
import { Responds } from '../../platform/http/responds.js';
import { AddScanPoint } from '../application/points/add-scan-point.js';
import { ChangeScanPoint, type ScanPointChange } from '../application/points/change-scan-point.js';
import { ScanPointList, type ScanPointView } from '../application/points/scan-point-list.js';
import * as schemas from './checkpoint.schemas.js';

/** 扫码点: scanners choose or propose one, the administrator of the unit keeps the list. */
@Controller('scan-points')
export class ScanPointController {
  constructor(
    private readonly commands: CommandBus,
    private readonly points: ScanPointList,
  ) {}

  @Get()
  @Allow('read', 'ScanPoint')
  @Responds(200, schemas.scanPointPage)
  list(
    @CurrentPrincipal() { organizationId }: Principal,
    @Query({ schema: schemas.scanPointQuery }) filter: z.output<typeof schemas.scanPointQuery>,
  ) {
    return this.points.page(organizationId!, filter);
  }

  @Get(':id')
  @Allow('read', 'ScanPoint')
  @Responds(200, schemas.scanPointView)
  one(@CurrentPrincipal() { organizationId }: Principal, @Param('id', { schema: schemas.id }) id: string) {
    return this.points.one(organizationId!, id);
  }

  @Post()
  @Allow('propose', 'ScanPoint')
  @Responds(201, schemas.scanPointView)
  async add(
    @CurrentPrincipal() { organizationId, role }: Principal,
    @Body({ schema: schemas.scanPointBody }) body: z.output<typeof schemas.scanPointBody>,
  ) {
    const by = role === 'unit-administrator' ? 'administrator' : 'scanner';
    const id = await this.commands.execute(new AddScanPoint(organizationId!, body, by));
    return this.points.one(organizationId!, id);
  }

  @Post(':id/confirmation')
  @Allow('manage', 'ScanPoint')
  @Responds(200, schemas.scanPointView)
  confirm(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: schemas.id }) id: string,
    @Body({ schema: schemas.seenPoint }) { version }: z.output<typeof schemas.seenPoint>,
  ) {
    return this.change(principal, { id, version }, { kind: 'confirm' });
  }

  @Put(':id')
  @Allow('manage', 'ScanPoint')
  @Responds(200, schemas.scanPointView)
  correct(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: schemas.id }) id: string,
    @Body({ schema: schemas.correctedPoint }) { version, ...label }: z.output<typeof schemas.correctedPoint>,
  ) {
    return this.change(principal, { id, version }, { kind: 'correct', label });
  }

  @Post(':id/closing')
  @Allow('manage', 'ScanPoint')
  @Responds(200, schemas.scanPointView)
  close(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: schemas.id }) id: string,
    @Body({ schema: schemas.seenPoint }) { version }: z.output<typeof schemas.seenPoint>,
  ) {
    return this.change(principal, { id, version }, { kind: 'close' });
  }

  private async change(
    { organizationId }: Principal,
    { id, version }: { readonly id: string; readonly version: number },
    change: ScanPointChange,
  ): Promise<ScanPointView> {
    await this.commands.execute(new ChangeScanPoint(organizationId!, id, version, change));
    return this.points.one(organizationId!, id);
  }
}
