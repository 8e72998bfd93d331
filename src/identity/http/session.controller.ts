import { Body, Controller, Delete, Get, Ip, Post, Put, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import {
  Allow,
  AllowBeforePasswordChange,
  type AuthenticatedRequest,
  CurrentPrincipal,
  Public,
} from '../../platform/authorization/policy.js';
import { SESSION_COOKIE } from '../../platform/authorization/policy-guard.js';
import { type Principal, SessionLookup } from '../../platform/authorization/principal.js';
import { Responds } from '../../platform/http/responds.js';
import { Activate } from '../application/activate.js';
import { ChangePassword } from '../application/change-password.js';
import { ChooseCapacity, SignOut } from '../application/change-session.js';
import { KnownBrowsers } from '../application/known-browsers.js';
import { RecoverPassword } from '../application/recover-password.js';
import { Register } from '../application/register.js';
import { SendSmsCode } from '../application/send-sms-code.js';
import { type SessionView, SessionViews } from '../application/session-view.js';
import { SignIn } from '../application/sign-in.js';
import { AskingBrowser } from './asking-browser.js';
import * as schemas from './identity.schemas.js';

const COOKIE_SECONDS = 90 * 86_400;
/** Says that somebody signed in here before; worth nothing by itself, hence it outlives the session. */
const KNOWN_COOKIE = 'bamin_known';
const KNOWN_SECONDS = 365 * 86_400;

/** Registration, sign-in and what belongs to a session. */
@Controller()
export class SessionController {
  constructor(
    private readonly commands: CommandBus,
    private readonly sessions: SessionLookup,
    private readonly views: SessionViews,
    private readonly browsers: KnownBrowsers,
  ) {}

  @Post('sms-codes')
  @Public()
  @Responds(202, schemas.smsCodeAnswer)
  sendSmsCode(
    @Body({ schema: schemas.smsCodeBody }) { mobile, purpose }: z.output<typeof schemas.smsCodeBody>,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const known = this.browsers.isMarked(request.cookies[KNOWN_COOKIE], 'personal', mobile);
    return this.commands.execute(
      new SendSmsCode(mobile, purpose, { address: request.ip, known, browser: AskingBrowser.named(request, reply) }),
    );
  }

  @Post('registrations')
  @Public()
  @Responds(201, schemas.sessionView)
  async register(
    @Body({ schema: schemas.registrationBody }) body: z.output<typeof schemas.registrationBody>,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const {
      smsCode,
      agreement: _,
      document: { country, ...document },
      ...registration
    } = body;
    const full = { ...registration, document: { ...document, ...(country ? { country } : {}) } };
    const { token } = await this.commands.execute(
      new Register(full, smsCode, { address: request.ip, browser: AskingBrowser.of(request.cookies) }),
    );
    return this.signedIn({ token, mark: this.browsers.markFor('personal', body.mobile) }, reply);
  }

  @Post('password-recoveries')
  @Public()
  @Responds(200, schemas.sessionView)
  async recover(
    @Body({ schema: schemas.recoveryBody })
    { smsCode, document: { country, ...document }, ...recovery }: z.output<typeof schemas.recoveryBody>,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const full = { ...recovery, document: { ...document, ...(country ? { country } : {}) } };
    const { token } = await this.commands.execute(
      new RecoverPassword(full, smsCode, AskingBrowser.of(request.cookies)),
    );
    return this.signedIn({ token, mark: this.browsers.markFor('personal', recovery.mobile) }, reply);
  }

  @Post('sessions')
  @Public()
  @Responds(200, schemas.sessionView)
  async signIn(
    @Body({ schema: schemas.signInBody }) { door, login, password }: z.output<typeof schemas.signInBody>,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const known = this.browsers.isMarked(request.cookies[KNOWN_COOKIE], door, login);
    const { token } = await this.commands.execute(new SignIn(door, login, password, known, request.ip));
    return this.signedIn({ token, mark: this.browsers.markFor(door, login) }, reply);
  }

  @Get('session')
  @Allow('use', 'Session')
  @AllowBeforePasswordChange()
  @Responds(200, schemas.sessionView)
  session(@CurrentPrincipal() principal: Principal): Promise<SessionView> {
    return this.views.of(principal);
  }

  @Put('session/capacity')
  @Allow('use', 'Session')
  @Responds(200, schemas.sessionView)
  async choose(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: schemas.capacityBody }) { capacityId }: z.output<typeof schemas.capacityBody>,
    @Req() request: AuthenticatedRequest,
  ): Promise<SessionView> {
    await this.commands.execute(new ChooseCapacity(principal, capacityId));
    return this.views.of((await this.sessions.byToken(request.cookies[SESSION_COOKIE]!))!);
  }

  @Delete('session')
  @Allow('use', 'Session')
  @AllowBeforePasswordChange()
  @Responds(204)
  async signOut(
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.commands.execute(new SignOut(principal));
    void reply.clearCookie(SESSION_COOKIE, { path: '/' });
  }

  @Post('password-changes')
  @Allow('use', 'Session')
  @AllowBeforePasswordChange()
  @Responds(204)
  changePassword(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: schemas.passwordChangeBody }) { current, next }: z.output<typeof schemas.passwordChangeBody>,
  ): Promise<void> {
    return this.commands.execute(new ChangePassword(principal, current, next));
  }

  @Post('activations')
  @Public()
  @Responds(204)
  activate(
    @Body({ schema: schemas.activationBody }) { login, code, password }: z.output<typeof schemas.activationBody>,
    @Ip() address: string,
  ): Promise<void> {
    return this.commands.execute(new Activate(login, code, password, address));
  }

  private async signedIn({ token, mark }: { token: string; mark: string }, reply: FastifyReply): Promise<SessionView> {
    void reply.setCookie(SESSION_COOKIE, token, { path: '/', maxAge: COOKIE_SECONDS });
    void reply.setCookie(KNOWN_COOKIE, mark, { path: '/api', maxAge: KNOWN_SECONDS });
    return this.views.of((await this.sessions.byToken(token))!);
  }
}
