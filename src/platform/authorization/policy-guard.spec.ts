import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Delete, Get, Injectable, type INestApplicationContext, Module, Post } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { DomainError } from '../kernel/domain-error.js';
import { Abilities } from './abilities.js';
import { type AbilityRule, AbilityRules, ContributesAbilities } from './ability-rules.js';
import {
  Allow,
  AllowBeforePasswordChange,
  type AuthenticatedRequest,
  CurrentAbility,
  CurrentPrincipal,
  Public,
  rulesOfHandler,
  TakesFile,
  TakesPicture,
} from './policy.js';
import { PolicyGuard } from './policy-guard.js';
import { type Principal, SessionLookup } from './principal.js';
import { RoutePolicies } from './route-policies.js';

const aScanner: Principal = { ...ids(), role: 'scanner', organizationId: 'the-clinic', mustChangePassword: false };
const aNewScanner: Principal = { ...aScanner, mustChangePassword: true };
const aResident: Principal = { ...ids(), role: 'resident', mustChangePassword: false };
const SESSIONS = new Map(Object.entries({ scanner: aScanner, fresh: aNewScanner, resident: aResident }));

function ids() {
  return { sessionId: 'a-session', accountId: 'an-account', capacityId: 'a-capacity' };
}

@ContributesAbilities()
@Injectable()
class Doors extends AbilityRules {
  rulesFor({ role, organizationId = '' }: Principal): readonly AbilityRule[] {
    const own = { organizationId };
    return role === 'scanner'
      ? [
          { action: 'propose', subject: 'ScanPoint', conditions: own },
          { action: 'propose', subject: 'ScanPoint', conditions: { organizationId: 'the-branch' } },
        ]
      : [];
  }
}

@ContributesAbilities()
@Injectable()
class Everyone extends AbilityRules {
  rulesFor(): readonly AbilityRule[] {
    return [{ action: 'use', subject: 'Session' }];
  }
}

@Injectable()
class KnownSessions extends SessionLookup {
  override async byToken(token: string) {
    return SESSIONS.get(token);
  }
}

@Controller('doors')
class DoorsController {
  @Get()
  @Public()
  list() {}

  @Post(':id/locks/')
  @Allow('propose', 'ScanPoint')
  @TakesPicture()
  lock(@CurrentPrincipal() _principal: Principal, @CurrentAbility() _ability: object) {}

  @TakesFile()
  @Allow('use', 'Session')
  @AllowBeforePasswordChange()
  @Post('plans')
  plan() {}

  @Delete()
  forgotten() {}

  notARoute() {}
}

/** As in the program: a context keeps the sessions, and tells no other module of them. */
@Module({ providers: [{ provide: SessionLookup, useClass: KnownSessions }] })
class Sessions {}

@Module({
  imports: [DiscoveryModule, Sessions],
  controllers: [DoorsController],
  providers: [PolicyGuard, Abilities, RoutePolicies, Doors, Everyone],
})
class Host {}

let host: INestApplicationContext;
beforeAll(async () => {
  host = await NestFactory.createApplicationContext(Host, { logger: false });
});
afterAll(() => host.close());

const doors = DoorsController.prototype;

function aRequest(handler: object, session?: string, more: object = {}): AuthenticatedRequest {
  return {
    method: 'POST',
    headers: { 'x-requested-with': 'bamin' },
    cookies: session ? { bamin_session: session } : {},
    routeOptions: { config: rulesOfHandler(handler) },
    ...more,
  } as unknown as AuthenticatedRequest;
}

async function outcome(request: AuthenticatedRequest): Promise<string> {
  const guard = host.get(PolicyGuard);
  const context = new ExecutionContextHost([request]);
  try {
    await guard.admit(request);
    return guard.canActivate(context) ? 'admitted' : 'refused';
  } catch (error) {
    expect(() => guard.canActivate(context)).toThrow('REQUEST.NOT_ALLOWED');
    const { kind, code } = (error as DomainError).definition;
    return `${kind} ${code}`;
  }
}

describe('Whoever comes to a route', () => {
  it.each([
    ['one for everyone, without a session', doors.list, undefined, 'admitted'],
    ['one for some, without a session', doors.lock, undefined, 'unauthenticated SESSION.REQUIRED'],
    ['one for some, with a session nobody knows', doors.lock, 'guessed', 'unauthenticated SESSION.REQUIRED'],
    ['one for some, as one of them', doors.lock, 'scanner', 'admitted'],
    ['one for some, as somebody else', doors.lock, 'resident', 'forbidden REQUEST.NOT_ALLOWED'],
    ['one for some, with a one-time password', doors.lock, 'fresh', 'forbidden ACCOUNT.PASSWORD_CHANGE_REQUIRED'],
    ['one that leads out of the one-time password', doors.plan, 'fresh', 'admitted'],
    ['one that nobody decided on', doors.forgotten, 'scanner', 'forbidden REQUEST.NOT_ALLOWED'],
  ])('is told at %s', async (_, handler, session, told) => {
    expect(await outcome(aRequest(handler, session))).toBe(told);
  });

  it.each([
    ['GET', 'admitted'],
    ['HEAD', 'admitted'],
    ['OPTIONS', 'admitted'],
    ['POST', 'forbidden REQUEST.CSRF'],
    ['PUT', 'forbidden REQUEST.CSRF'],
    ['PATCH', 'forbidden REQUEST.CSRF'],
    ['DELETE', 'forbidden REQUEST.CSRF'],
  ])('from a page of another site with %s is told: %s', async (method, told) => {
    for (const headers of [{}, { 'x-requested-with': 'XMLHttpRequest' }])
      expect(await outcome(aRequest(doors.list, undefined, { method, headers }))).toBe(told);
  });

  it('is known to the handler, with what follows from it', async () => {
    const request = aRequest(doors.lock, 'scanner');
    await outcome(request);
    const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, DoorsController, 'lock') as Record<
      string,
      { index: number; factory: (data: unknown, context: object) => unknown }
    >;
    const told = Object.values(parameters)
      .sort((a, b) => a.index - b.index)
      .map(({ factory }) => factory(undefined, new ExecutionContextHost([request])));
    expect(told).toEqual([aScanner, host.get(Abilities).for(aScanner)]);
  });
});

describe('What somebody may do', () => {
  const abilities = () => host.get(Abilities);

  it('is the sum of what the contexts say, and nothing besides', () => {
    const can = (principal: Principal) => {
      const ability = abilities().for(principal);
      return [
        ability.can('use', 'Session'),
        ability.can('propose', 'ScanPoint'),
        ability.can('manage', 'ScanPoint'),
        ability.can('propose', 'ScanPoint', { organizationId: 'the-branch' }),
        ability.can('propose', 'ScanPoint', { organizationId: 'another' }),
      ];
    };
    expect(can(aScanner)).toEqual([true, true, false, true, false]);
    expect(can(aResident)).toEqual([true, false, false, false, false]);
  });

  it('is worked out once for an answer about a session', () => {
    expect(abilities().for(aScanner)).toBe(abilities().for(aScanner));
    expect(abilities().for({ ...aScanner })).not.toBe(abilities().for(aScanner));
  });

  it('is told to the web by name, each once and without conditions', () => {
    expect(abilities().permissionsOf(aScanner)).toEqual([
      { action: 'propose', subject: 'ScanPoint' },
      { action: 'use', subject: 'Session' },
    ]);
    expect(abilities().permissionsOf(aResident)).toEqual([{ action: 'use', subject: 'Session' }]);
  });
});

describe('The list of routes', () => {
  it('says of each who may reach it, what it takes, and which nobody decided on', () => {
    const route = { policy: undefined, beforePasswordChange: false, takes: undefined };
    expect(host.get(RoutePolicies).all()).toEqual([
      { ...route, route: 'GET /doors', handler: 'DoorsController.list', policy: 'public' },
      {
        ...route,
        route: 'POST /doors/:id/locks',
        handler: 'DoorsController.lock',
        policy: { action: 'propose', subject: 'ScanPoint' },
        takes: 'picture',
      },
      {
        route: 'POST /doors/plans',
        handler: 'DoorsController.plan',
        policy: { action: 'use', subject: 'Session' },
        beforePasswordChange: true,
        takes: 'file',
      },
      { ...route, route: 'DELETE /doors', handler: 'DoorsController.forgotten' },
    ]);
  });
});
