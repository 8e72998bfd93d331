import '@fastify/cookie';
import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AppAbility } from './ability.js';
import type { Principal } from './principal.js';

export const PUBLIC = 'bamin:public';
export const POLICY = 'bamin:policy';
export const BEFORE_PASSWORD_CHANGE = 'bamin:before-password-change';

export interface Policy {
  readonly action: string;
  readonly subject: string;
}

/** A route for everyone; said out loud, never by omission. */
export const Public = () => SetMetadata(PUBLIC, true);

/** The ability a principal needs to reach the route at all; rows and instances are checked by scope and `can` in the handler. */
export const Allow = (action: string, subject: string) => SetMetadata(POLICY, { action, subject } satisfies Policy);

/** Also open while a one-time password still has to be changed. */
export const AllowBeforePasswordChange = () => applyDecorators(SetMetadata(BEFORE_PASSWORD_CHANGE, true));

export interface AuthenticatedRequest extends FastifyRequest {
  principal?: Principal;
  ability?: AppAbility;
}

export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<AuthenticatedRequest>().principal;
});

export const CurrentAbility = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<AuthenticatedRequest>().ability;
});
