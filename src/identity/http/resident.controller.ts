import { Body, Controller, Get, Ip, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import type { AppAbility } from '../../platform/authorization/ability.js';
import { scopeOf } from '../../platform/authorization/scope.js';
import { Allow, CurrentAbility, CurrentPrincipal, Public, TakesPicture } from '../../platform/authorization/policy.js';
import type { Principal } from '../../platform/authorization/principal.js';
import { defineError } from '../../platform/kernel/domain-error.js';
import { pageQuery } from '../../platform/http/page.js';
import { Responds } from '../../platform/http/responds.js';
import { AccountSeal } from '../application/account-seal.js';
import { Messages } from '../application/messages.js';
import { IssueOneTimePassword } from '../application/one-time-password.js';
import { ProveFace } from '../application/prove-face.js';
import { SendSmsCode } from '../application/send-sms-code.js';
import { ResidentDirectory } from '../contracts/resident-directory.js';
import { Accounts } from '../domain/account.js';
import { SmsGateway } from '../domain/ports.js';
import * as schemas from './identity.schemas.js';

const noDemo = defineError('DEMO.NOT_HERE', 'not-found', { zh: '没有找到', en: 'Not found' });

/** What a resident sees of themself. */
@Controller()
export class ResidentController {
  constructor(
    private readonly commands: CommandBus,
    private readonly residents: ResidentDirectory,
    private readonly messages: Messages,
    private readonly accounts: Accounts,
    private readonly seal: AccountSeal,
  ) {}

  @Get('me')
  @Allow('read', 'Resident')
  @Responds(200, schemas.meView)
  async me(@CurrentPrincipal() { residentId }: Principal) {
    const facts = (await this.residents.find(residentId!))!;
    return { ...facts, documentType: facts.document.type };
  }

  @Post('me/sms-codes')
  @Allow('prove', 'Resident')
  @Responds(202, schemas.smsCodeAnswer)
  async sendDeviceCode(@CurrentPrincipal() { accountId }: Principal, @Ip() address: string) {
    const account = (await this.accounts.find(accountId))!;
    return this.commands.execute(new SendSmsCode(this.seal.mobileOf(account), 'device', { address, known: true }));
  }

  @Post('proofing/face')
  @Allow('prove', 'Resident')
  @TakesPicture()
  @Responds(200, schemas.faceAnswer)
  proveFace(
    @CurrentPrincipal() { residentId }: Principal,
    @Body({ schema: schemas.faceBody }) { image }: z.output<typeof schemas.faceBody>,
  ) {
    return this.commands.execute(new ProveFace(residentId!, Buffer.from(image, 'base64')));
  }

  @Get('messages')
  @Allow('read', 'Message')
  @Responds(200, schemas.messagePage)
  inbox(@CurrentPrincipal() { residentId }: Principal, @Query({ schema: pageQuery }) page: z.output<typeof pageQuery>) {
    return this.messages.inbox(residentId!, page);
  }

  @Get('messages/unread')
  @Allow('read', 'Message')
  @Responds(200, schemas.unreadView)
  async unread(@CurrentPrincipal() { residentId }: Principal) {
    return { count: await this.messages.unread(residentId!) };
  }

  @Post('messages/:id/reading')
  @Allow('read', 'Message')
  @Responds(204)
  read(@CurrentPrincipal() { residentId }: Principal, @Param('id', { schema: schemas.id }) id: string): Promise<void> {
    return this.messages.markRead(residentId!, id);
  }
}

/** A unit's administrator hands out one-time passwords. */
@Controller()
export class AccountController {
  constructor(private readonly commands: CommandBus) {}

  @Post('accounts/:id/one-time-password')
  @Allow('issueOneTimePassword', 'Account')
  @Responds(201, schemas.oneTimePasswordView)
  issue(@CurrentAbility() ability: AppAbility, @Param('id', { schema: schemas.id }) id: string) {
    return this.commands.execute(new IssueOneTimePassword(id, scopeOf(ability, 'issueOneTimePassword', 'Account')));
  }
}

/** Only where the demo gateway is configured: what would have been sent. */
@Controller('demo')
export class DemoInboxController {
  constructor(private readonly gateway: SmsGateway) {}

  @Get('sms')
  @Public()
  @Responds(200, schemas.demoInbox)
  async inbox() {
    if (!this.gateway.demoInbox) throw noDemo();
    return { items: await this.gateway.demoInbox() };
  }
}
