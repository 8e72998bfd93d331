import { Body, Controller, Delete, Get, Headers, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Allow, CurrentPrincipal, Public } from '../../platform/authorization/policy.js';
import type { Principal } from '../../platform/authorization/principal.js';
import { Responds } from '../../platform/http/responds.js';
import { ClaimCode } from '../application/claim-code.js';
import { CodeViews, entityTag } from '../application/code-view.js';
import { Devices } from '../application/devices.js';
import { SigningKeys } from '../presentation/signing-keys.js';

const words = z.object({ zh: z.string(), en: z.string() });

export const claimBody = z.object({
  id: z.uuidv7(),
  initialPosition: z.object({
    areaKey: z.string().min(1).max(40),
    latitude: z.number().min(-90).max(90).optional(),
    longitude: z.number().min(-180).max(180).optional(),
    accuracyMetres: z.number().min(0).max(1_000_000).optional(),
  }),
});

export const codeView = z.object({
  codeId: z.uuid(),
  serial: z.string(),
  maskedName: z.string(),
  colour: z.enum(['green', 'orange']),
  until: z.iso.datetime().optional(),
  causes: z.array(
    z.object({ cause: z.number().int(), title: words, source: words, from: z.iso.datetime(), until: z.iso.datetime().optional(), wayBack: words, legalBasis: words }),
  ),
  dataAsOf: z.array(z.object({ feed: z.string(), name: words, asOf: z.iso.datetime().optional(), late: z.boolean() })),
  ruleVersion: z.number().int(),
  serverTime: z.iso.datetime(),
});

export const deviceBody = z.object({
  id: z.uuidv7(),
  name: z.string().trim().min(1).max(60),
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{86,88}$/, 'an uncompressed P-256 point, base64url'),
  smsCode: z.string().regex(/^\d{6}$/).optional(),
});

const issued = z.object({ deviceId: z.uuid(), credential: z.string(), expiresAt: z.iso.datetime(), renewAfter: z.iso.datetime() });
const devicesView = z.object({ items: z.array(z.object({ id: z.uuid(), name: z.string(), enrolledAt: z.iso.datetime() })) });
const digitsView = z.object({ serial: z.string(), days: z.array(z.object({ date: z.iso.date(), secret: z.string() })) });
const id = z.uuid();

/** 八闽健康码: claiming it, seeing it, and the devices that show it. */
@Controller('code')
export class CodeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly codes: CodeViews,
    private readonly devices: Devices,
  ) {}

  @Post()
  @Allow('claim', 'HealthCode')
  @Responds(201, codeView)
  async claim(@CurrentPrincipal() { residentId }: Principal, @Body({ schema: claimBody }) { id: codeId, initialPosition }: z.output<typeof claimBody>) {
    await this.commands.execute(new ClaimCode(codeId, residentId!, initialPosition));
    return this.codes.view(residentId!);
  }

  @Get()
  @Allow('show', 'HealthCode')
  @Responds(200, codeView)
  async view(@CurrentPrincipal() { residentId }: Principal, @Headers('if-none-match') known: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    const view = await this.codes.view(residentId!);
    const tag = entityTag(view);
    void reply.header('etag', tag).header('cache-control', 'private, no-cache');
    if (known !== tag) return view;
    void reply.status(304);
    return undefined;
  }

  @Get('digits')
  @Allow('show', 'HealthCode')
  @Responds(200, digitsView)
  digits(@CurrentPrincipal() { residentId }: Principal) {
    return this.codes.digits(residentId!);
  }

  @Get('devices')
  @Allow('show', 'HealthCode')
  @Responds(200, devicesView)
  async list(@CurrentPrincipal() { residentId }: Principal) {
    return { items: await this.devices.list(residentId!) };
  }

  @Post('devices')
  @Allow('show', 'HealthCode')
  @Responds(201, issued)
  enrol(@CurrentPrincipal() { residentId, accountId }: Principal, @Body({ schema: deviceBody }) { publicKey, ...device }: z.output<typeof deviceBody>) {
    return this.devices.enrol(residentId!, accountId, { ...device, publicKey: Buffer.from(publicKey, 'base64url') });
  }

  @Post('devices/:id/credential')
  @Allow('show', 'HealthCode')
  @Responds(201, issued)
  renew(@CurrentPrincipal() { residentId }: Principal, @Param('id', { schema: id }) deviceId: string) {
    return this.devices.renew(residentId!, deviceId);
  }

  @Delete('devices/:id')
  @Allow('show', 'HealthCode')
  @Responds(204)
  revoke(@CurrentPrincipal() { residentId }: Principal, @Param('id', { schema: id }) deviceId: string): Promise<void> {
    return this.devices.revoke(residentId!, deviceId);
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
