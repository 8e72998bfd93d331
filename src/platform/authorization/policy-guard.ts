import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { defineError } from '../kernel/domain-error.js';
import { Abilities } from './ability.js';
import { type AuthenticatedRequest, BEFORE_PASSWORD_CHANGE, POLICY, type Policy, PUBLIC } from './policy.js';
import { SessionLookup } from './principal.js';

export const SESSION_COOKIE = 'bamin_session';

const notSignedIn = defineError('SESSION.REQUIRED', 'unauthenticated', { zh: '请先登录', en: 'Sign in first' });
const notAllowed = defineError('REQUEST.NOT_ALLOWED', 'forbidden', { zh: '当前身份无权使用此功能', en: 'Your capacity does not allow this' });
const forged = defineError('REQUEST.CSRF', 'forbidden', { zh: '请求来源无法确认', en: 'The origin of the request is not certain' });
const mustChange = defineError('ACCOUNT.PASSWORD_CHANGE_REQUIRED', 'forbidden', {
  zh: '请先修改一次性密码',
  en: 'Change the one-time password first',
});

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Deny by default: a route without a policy is closed to everyone. */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionLookup,
    private readonly abilities: Abilities,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (!SAFE.has(request.method) && request.headers['x-requested-with'] !== 'bamin') throw forged();
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, targets)) return true;
    await this.identify(request);
    if (request.principal?.mustChangePassword && !this.reflector.getAllAndOverride<boolean>(BEFORE_PASSWORD_CHANGE, targets)) throw mustChange();
    const policy = this.reflector.getAllAndOverride<Policy | undefined>(POLICY, targets);
    if (!policy || !request.ability?.can(policy.action, policy.subject)) throw notAllowed();
    return true;
  }

  private async identify(request: AuthenticatedRequest): Promise<void> {
    const token = request.cookies[SESSION_COOKIE];
    const principal = token ? await this.sessions.byToken(token) : undefined;
    if (!principal) throw notSignedIn();
    request.principal = principal;
    request.ability = this.abilities.for(principal);
  }
}
