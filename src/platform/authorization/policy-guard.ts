import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { defineError } from '../kernel/domain-error.js';
import { Abilities } from './abilities.js';
import { type AuthenticatedRequest, rulesOf } from './policy.js';
import { notSignedIn, type Principal, SessionLookup } from './principal.js';

export const SESSION_COOKIE = 'bamin_session';

const notAllowed = defineError('REQUEST.NOT_ALLOWED', 'forbidden', {
  zh: '当前身份无权使用此功能',
  en: 'Your capacity does not allow this',
});
const forged = defineError('REQUEST.CSRF', 'forbidden', {
  zh: '请求来源无法确认',
  en: 'The origin of the request is not certain',
});
const mustChange = defineError('ACCOUNT.PASSWORD_CHANGE_REQUIRED', 'forbidden', {
  zh: '请先修改一次性密码',
  en: 'Change the one-time password first',
});

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Deny by default: a route without a policy is closed to everyone. Who may not reach a route need not send it a body. */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    private readonly modules: ModuleRef,
    private readonly abilities: Abilities,
  ) {}

  /** Asked when the head of a request has come in. @throws DomainError for whoever may not reach the route */
  async admit(request: AuthenticatedRequest): Promise<void> {
    if (!SAFE.has(request.method) && request.headers['x-requested-with'] !== 'bamin') throw forged();
    const { policy, beforePasswordChange } = rulesOf(request);
    if (!policy) return;
    if (policy !== 'public') {
      const principal = await this.principalOf(request);
      const ability = this.abilities.for(principal);
      Object.assign(request, { principal, ability });
      if (principal.mustChangePassword && !beforePasswordChange) throw mustChange();
      if (!ability.can(policy.action, policy.subject)) throw notAllowed();
    }
    request.admitted = true;
  }

  /** Asked before a handler runs. */
  canActivate(context: ExecutionContext): boolean {
    if (!context.switchToHttp().getRequest<AuthenticatedRequest>().admitted) throw notAllowed();
    return true;
  }

  /** Kept by a context, which the platform does not know: whichever module has it. */
  private sessions(): SessionLookup {
    return this.modules.get(SessionLookup, { strict: false });
  }

  private async principalOf(request: AuthenticatedRequest): Promise<Principal> {
    const token = request.cookies[SESSION_COOKIE];
    const principal = token ? await this.sessions().byToken(token) : undefined;
    if (!principal) throw notSignedIn();
    return principal;
  }
}
