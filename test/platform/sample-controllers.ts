import { Body, Controller, Delete, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import {
  AbilityRules,
  type AbilityRule,
  ContributesAbilities,
} from '../../src/platform/authorization/ability-rules.js';
import {
  Allow,
  AllowBeforePasswordChange,
  CurrentPrincipal,
  Public,
  TakesFile,
  TakesPicture,
} from '../../src/platform/authorization/policy.js';
import type { Principal } from '../../src/platform/authorization/principal.js';
import { ArrivingForm } from '../../src/platform/http/arriving-form.js';
import { pageQuery } from '../../src/platform/http/page.js';
import { Responds } from '../../src/platform/http/responds.js';
import { defineError } from '../../src/platform/kernel/domain-error.js';

const tooBusy = defineError('SAMPLE.TOO_BUSY', 'too-many', { zh: '太忙了', en: 'Too busy' });
const tooTall = defineError('SAMPLE.TOO_TALL', 'refused', { zh: '太高了', en: 'Too tall' });

const newDoor = z.object({ id: z.uuid(), height: z.number().max(300), label: z.string().max(20).optional() });
const portrait = z.object({ picture: z.string() });
const doorView = z.object({ id: z.string(), height: z.number() });
const doorId = z.uuid();

@ContributesAbilities()
export class DoorAbilities extends AbilityRules {
  rulesFor({ role }: Principal): readonly AbilityRule[] {
    return role === 'scanner' ? [{ action: 'propose', subject: 'ScanPoint' }] : [];
  }
}

@Controller('doors')
export class DoorsController {
  @Post()
  @Allow('propose', 'ScanPoint')
  @Responds(201, doorView)
  hang(@Body({ schema: newDoor }) body: z.output<typeof newDoor>) {
    if (body.height > 250) throw tooTall({ limit: 250 });
    return { ...body, secret: 'never leaves' };
  }

  @Get()
  @Public()
  @Responds(200, z.object({ limit: z.number() }))
  list(@Query({ schema: pageQuery }) { limit }: z.output<typeof pageQuery>) {
    return { limit };
  }

  @Get('mine')
  @Allow('propose', 'ScanPoint')
  @AllowBeforePasswordChange()
  mine(@CurrentPrincipal() principal: Principal) {
    return { role: principal.role };
  }

  @Get('key')
  @Public()
  key(@Res({ passthrough: true }) reply: FastifyReply) {
    void reply.setCookie('key', 'secret', { path: '/' });
    return {};
  }

  @Get('heavy')
  @Public()
  async heavy() {
    await pause(300);
    return { opened: true };
  }

  @Get('broken')
  @Public()
  broken(): never {
    throw new Error('password of 张三 is 13800000001');
  }

  /** As a database would. */
  @Get('complaints/:code')
  @Public()
  complaint(@Param('code') code: string): never {
    throw Object.assign(new Error('invalid value: 350102199001011234'), { code });
  }

  @Get('busy/:seconds')
  @Public()
  busy(@Param('seconds') seconds: string): never {
    throw tooBusy(seconds === 'unknown' ? {} : { retryAfterSeconds: Number(seconds) });
  }

  @Post('upload')
  @Public()
  @TakesFile()
  @Responds(201)
  async upload(@Req() request: FastifyRequest) {
    const form = new ArrivingForm(request, 1);
    const part = await form.nextFile();
    let bytes = 0;
    if (part) for await (const chunk of form.bytesOf(part)) bytes += chunk.length;
    while (await form.nextFile());
    return { bytes };
  }

  @Post('portraits')
  @Public()
  @TakesPicture()
  @Responds(201)
  portrait(@Body({ schema: portrait }) { picture }: z.output<typeof portrait>) {
    return { characters: picture.length };
  }

  @Get(':id')
  @Public()
  one(@Param('id', { schema: doorId }) id: string) {
    return { id };
  }

  @Delete(':id')
  forgotten() {
    return {};
  }
}
