import { TestBed } from '@angular/core/testing';
import {
  ActivatedRouteSnapshot,
  CanActivateFn,
  Router,
  RouterStateSnapshot,
  UrlTree,
  provideRouter,
} from '@angular/router';
import { describe, expect, it } from '@jest/globals';
import { SessionView } from '../api/types';
import { homeOf, mayEnter, notSignedIn } from './guards';
import { SessionStore } from './session-store';

function aSession(role: string, change: Partial<SessionView> = {}): SessionView {
  const capacity = { id: 'capacity', role };
  return {
    accountId: 'a',
    displayName: 'A',
    capacity,
    capacities: [capacity],
    mustChangePassword: false,
    permissions: [],
    unread: 0,
    ...change,
  };
}

function entering(url: string, session: SessionView | undefined, ...roles: string[]): Promise<true | string> {
  return through(mayEnter(...roles), url, session);
}

async function through(guard: CanActivateFn, url: string, session: SessionView | undefined): Promise<true | string> {
  TestBed.configureTestingModule({
    providers: [provideRouter([]), { provide: SessionStore, useValue: { known: async () => session } }],
  });
  const state = { url } as RouterStateSnapshot;
  const answer = await TestBed.runInInjectionContext(() => guard({} as ActivatedRouteSnapshot, state));
  return answer === true ? true : TestBed.inject(Router).serializeUrl(answer as UrlTree);
}

describe('An area', () => {
  it('opens to its role', async () => {
    expect(await entering('/code', aSession('resident'), 'resident')).toBe(true);
  });

  it('asks a stranger to sign in and remembers where they wanted to go', async () => {
    expect(await entering('/code', undefined, 'resident')).toBe('/login?then=%2Fcode');
  });

  it('sends another role to its own home', async () => {
    expect(await entering('/code', aSession('scanner'), 'resident')).toBe('/scanner');
  });

  it('stays closed until a one-time password is changed', async () => {
    expect(await entering('/scanner', aSession('scanner', { mustChangePassword: true }), 'scanner')).toBe('/password');
  });
});

describe('The doors', () => {
  it('are for who is not inside yet', async () => {
    expect(await through(notSignedIn, '/register', undefined)).toBe(true);
  });

  it('send who is inside home', async () => {
    expect(await through(notSignedIn, '/login', aSession('resident'))).toBe('/home');
  });
});

describe('Home', () => {
  it('is the choice of capacity for a role without pages', () => {
    expect(homeOf(aSession('auditor'))).toBe('/capacities');
  });
});
