import '@fastify/cookie';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyRequest } from 'fastify';
import type { AppAbility } from './ability.js';
import type { ActionOn, Permission, Subject } from './permissions.js';
import type { Principal } from './principal.js';

/** What a route says of itself. It travels with the route, so that it is known before a body is read. */
export interface RouteRules {
  /** `undefined` = closed to everyone: somebody forgot to decide. */
  readonly policy?: 'public' | Permission;
  readonly beforePasswordChange?: boolean;
  /** Anything else takes a small JSON body. */
  readonly takes?: 'file' | 'picture';
}

/** Adds to what was said of the route before: its decorators may come in any order. */
const rule =
  (said: RouteRules): MethodDecorator =>
  (_target, _name, descriptor: PropertyDescriptor) => {
    Reflect.defineMetadata(
      FASTIFY_ROUTE_CONFIG_METADATA,
      { ...rulesOfHandler(descriptor.value as object), ...said },
      descriptor.value as object,
    );
  };

export function rulesOfHandler(handler: object): RouteRules {
  return (Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) as RouteRules | undefined) ?? {};
}

export function rulesOf(request: FastifyRequest): RouteRules {
  return request.routeOptions.config as RouteRules;
}

/** A route for everyone; said out loud, never by omission. */
export const Public = () => rule({ policy: 'public' });

/** The ability a principal needs to reach the route at all; rows and instances are checked by scope and `can` in the handler. */
export const Allow = <S extends Subject>(action: ActionOn<S>, subject: S) =>
  rule({ policy: { action, subject } as Permission });

/** Also open while a one-time password still has to be changed. */
export const AllowBeforePasswordChange = () => rule({ beforePasswordChange: true });

/** Takes a form with a file, as large as an upload may be. */
export const TakesFile = () => rule({ takes: 'file' });

/** Takes JSON with a picture in it. */
export const TakesPicture = () => rule({ takes: 'picture' });

export interface AuthenticatedRequest extends FastifyRequest {
  principal?: Principal;
  ability?: AppAbility;
  /** The guard let it in, before its body was read. */
  admitted?: boolean;
}

export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<AuthenticatedRequest>().principal;
});

export const CurrentAbility = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<AuthenticatedRequest>().ability;
});
