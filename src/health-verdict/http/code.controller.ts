import { Body, Controller, Delete, Get, Headers, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Allow, CurrentPrincipal, Public } from '../../platform/authorization/policy.js';
import type { Principal } from '../../platform/authorization/principal.js';
import { Responds } from '../../platform/http/responds.js';
import { ClaimCode } from '../application/code/claim-code.js';
import { CodeViews, entityTag } from '../application/code/code-view.js';
import { EnrolDevice } from '../application/code/enrol-device.js';
import { OwnDevices } from '../application/code/own-devices.js';
import { OwnDigits } from '../application/code/own-digits.js';
import { RenewCredential } from '../application/code/renew-credential.js';
import { RevokeDevice } from '../application/code/revoke-device.js';
import { SigningKeys } from '../token/signing-keys.js';
import {
  claimBody,
  codeView,
  deviceBody,
  deviceId as id,
  devicesView,
  digitsView,
  issuedCredential,
} from './code.schemas.js';

/** 八闽健康码: claiming it, seeing it, and the devices that show it. */
@Controller('code')
export class CodeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly codes: CodeViews,
  ) {}

  @Post()
  @Allow('claim', 'HealthCode')
  @Responds(201, codeView)
  async claim(
    @CurrentPrincipal() { residentId }: Principal,
    @Body({ schema: claimBody }) { id: codeId, initialPosition }: z.output<typeof claimBody>,
  ) {
    await this.commands.execute(new ClaimCode(codeId, residentId!, initialPosition));
    return this.codes.view(residentId!);
  }

  @Get()
  @Allow('show', 'HealthCode')
  @Responds(200, codeView)
  async view(
    @CurrentPrincipal() { residentId }: Principal,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const view = await this.codes.view(residentId!);
    const tag = entityTag(view);
    // The tag is for the app, which keeps the answer itself: a browser's cache would hand it the time of another day.
    void reply.header('etag', tag).header('cache-control', 'no-store');
    if (known !== tag) return view;
    void reply.status(304);
    return undefined;
  }

  @Get('digits')
  @Allow('show', 'HealthCode')
  @Responds(200, digitsView)
  digits(@CurrentPrincipal() { residentId, sessionId }: Principal) {
    return this.queries.execute(new OwnDigits(residentId!, sessionId));
  }

  @Get('devices')
  @Allow('show', 'HealthCode')
  @Responds(200, devicesView)
  list(@CurrentPrincipal() { residentId, sessionId }: Principal) {
    return this.queries.execute(new OwnDevices(residentId!, sessionId));
  }

  @Post('devices')
  @Allow('show', 'HealthCode')
  @Responds(201, issuedCredential)
  enrol(
    @CurrentPrincipal() { residentId, accountId, sessionId }: Principal,
    @Body({ schema: deviceBody }) { publicKey, smsCode, ...device }: z.output<typeof deviceBody>,
  ) {
    const newcomer = { ...device, sessionId, publicKey: Buffer.from(publicKey, 'base64url') };
    return this.commands.execute(new EnrolDevice({ residentId: residentId!, accountId }, newcomer, smsCode));
  }

  @Post('devices/:id/credential')
  @Allow('show', 'HealthCode')
  @Responds(201, issuedCredential)
  renew(@CurrentPrincipal() { residentId }: Principal, @Param('id', { schema: id }) deviceId: string) {
    return this.commands.execute(new RenewCredential(residentId!, deviceId));
  }

  @Delete('devices/:id')
  @Allow('show', 'HealthCode')
  @Responds(204)
  revoke(@CurrentPrincipal() { residentId }: Principal, @Param('id', { schema: id }) deviceId: string): Promise<void> {
    return this.commands.execute(new RevokeDevice(residentId!, deviceId));
  }
}

/** What third parties verify with (docs/token-format.md). */
@Controller('.well-known')
export class KeysController {
  constructor(private readonly keys: SigningKeys) {}

  @Get('health-code-keys.json')
  @Public()
  jwks(@Res({ passthrough: true }) reply: FastifyReply) {
    void reply.header('cache-control', 'public, max-age=3600');
    return this.keys.jwks();
  }
}
