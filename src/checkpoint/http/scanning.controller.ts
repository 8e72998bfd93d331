import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import { ColourScale } from '../../health-verdict/contracts/colours.js';
import { ScanPermissionLookup, type ScanPermission } from '../../organization/contracts/scan-permission.js';
import { Allow, CurrentPrincipal } from '../../platform/authorization/policy.js';
import type { Principal } from '../../platform/authorization/principal.js';
import { Responds } from '../../platform/http/responds.js';
import { GiveFeedback } from '../application/scanning/give-feedback.js';
import { RecordScan } from '../application/scanning/record-scan.js';
import { noPermission } from '../domain/errors.js';
import { CurrentShift } from '../application/shifts/current-shift.js';
import { CloseShift, OpenShift } from '../application/shifts/open-and-close-shift.js';
import * as schemas from './checkpoint.schemas.js';

/** 出入扫码服务: what a scanner does during a shift. */
@Controller()
export class ScanningController {
  constructor(
    private readonly commands: CommandBus,
    private readonly permissions: ScanPermissionLookup,
    private readonly shift: CurrentShift,
    private readonly colours: ColourScale,
  ) {}

  @Post('shifts')
  @Allow('open', 'Shift')
  @Responds(201, schemas.shiftView)
  async open(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: schemas.shiftBody }) body: z.output<typeof schemas.shiftBody>,
  ) {
    return this.commands.execute(new OpenShift(await this.permission(principal), body));
  }

  @Get('shift')
  @Allow('open', 'Shift')
  @Responds(200, schemas.shiftView)
  async current(@CurrentPrincipal() principal: Principal) {
    return this.shift.of(await this.permission(principal));
  }

  @Delete('shift')
  @Allow('open', 'Shift')
  @Responds(204)
  async close(@CurrentPrincipal() principal: Principal): Promise<void> {
    const { subAccountId } = await this.permission(principal);
    await this.commands.execute(new CloseShift(subAccountId));
  }

  @Post('scans')
  @Allow('record', 'Scan')
  @Responds(200, schemas.scanResult)
  async scan(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: schemas.scanBody }) body: z.output<typeof schemas.scanBody>,
  ) {
    const result = await this.commands.execute(new RecordScan(scannerOf(principal), body));
    return result.colour ? { ...result, colourWords: await this.colours.wordsOf(result.colour) } : result;
  }

  @Put('scans/:id/feedback')
  @Allow('record', 'Scan')
  @Responds(204)
  feedback(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: schemas.id }) scanId: string,
    @Body({ schema: schemas.feedbackBody }) body: z.output<typeof schemas.feedbackBody>,
  ): Promise<void> {
    return this.commands.execute(
      new GiveFeedback({ scannerId: scannerOf(principal), organizationId: principal.organizationId! }, scanId, body),
    );
  }

  private async permission(principal: Principal): Promise<ScanPermission> {
    const permission = await this.permissions.forAccount(scannerOf(principal));
    if (!permission) throw noPermission();
    return permission;
  }
}

/** A person who signed in at the personal door may act as scanner: the capacity carries the sub-account's id. */
function scannerOf({ capacityId }: Principal): string {
  return capacityId;
}
