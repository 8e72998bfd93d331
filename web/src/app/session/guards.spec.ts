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
import { allowed, atHome, notSignedIn, signedIn } from './guards';
import { AREAS, Area, Permission } from './permissions';
import { SessionStore, SessionView } from './session-store';

const SHOWS: Permission = { action: 'show', subject: 'HealthCode' };
const SCANS: Permission = { action: 'record', subject: 'Scan' };
const areas = [
  { path: 'scanner', home: '/scanner', needs: SCANS },
  { path: '', home: '/home', needs: SHOWS },
] as unknown as Area[];

function aSession(permissions: Permission[], change: Partial<SessionView> = {}): SessionView {
  const capacity = { id: 'capacity', role: 'some-later-role' };
  return {
    accountId: 'a',
    displayName: 'A',
    capacity,
    capacities: [capacity],
    mustChangePassword: false,
    permissions,
    unread: 0,
    ...change,
  };
}

async function through(guard: CanActivateFn, url: string, session: SessionView | undefined): Promise<true | string> {
  TestBed.resetTestingModule().configureTestingModule({
    providers: [
      provideRouter([]),
      { provide: AREAS, useValue: areas },
      { provide: SessionStore, useValue: { known: async () => session, session: () => session } },
    ],
  });
  const state = { url } as RouterStateSnapshot;
  const answer = await TestBed.runInInjectionContext(() => guard({} as ActivatedRouteSnapshot, state));
  return answer === true ? true : TestBed.inject(Router).serializeUrl(answer as UrlTree);
}

const entering = (url: string, session: SessionView | undefined, needed: Permission) =>
  through(allowed(needed), url, session);

describe('An area', () => {
  it('opens to who may do what it needs, whatever their role is called', async () => {
    expect(await entering('/code', aSession([SCANS, SHOWS]), SHOWS)).toBe(true);
  });

  it('asks a stranger to sign in and remembers where they wanted to go', async () => {
    expect(await entering('/code', undefined, SHOWS)).toBe('/login?then=%2Fcode');
  });

  it('sends others home', async () => {
    expect(await entering('/code', aSession([SCANS]), SHOWS)).toBe('/scanner');
    expect(await entering('/code', aSession([{ action: 'read', subject: 'Message' }]), SHOWS)).toBe('/capacities');
  });

  it('needs action and subject together', async () => {
    const near: Permission[] = [
      { action: 'claim', subject: 'HealthCode' },
      { action: 'read', subject: 'Passage' },
    ];
    expect(await entering('/code', aSession(near), SHOWS)).toBe('/capacities');
  });

  it('stays closed until a one-time password is changed', async () => {
    expect(await entering('/scanner', aSession([SCANS], { mustChangePassword: true }), SCANS)).toBe('/password');
  });
});

describe('The doors', () => {
  it('are for who is not inside yet', async () => {
    expect(await through(notSignedIn, '/register', undefined)).toBe(true);
  });

  it('send who is inside home', async () => {
    expect(await through(notSignedIn, '/login', aSession([SHOWS]))).toBe('/home');
  });
});

describe('A page of everybody who is signed in', () => {
  it('opens to them, also with a one-time password', async () => {
    expect(await through(signedIn, '/password', aSession([], { mustChangePassword: true }))).toBe(true);
  });

  it('asks a stranger to sign in first', async () => {
    expect(await through(signedIn, '/capacities', undefined)).toBe('/login?then=%2Fcapacities');
  });
});

describe('Home', () => {
  it('is the first area that opens, or the choice of capacity where none does', async () => {
    expect(await through(atHome, '/', aSession([SHOWS, SCANS]))).toBe('/scanner');
    expect(await through(atHome, '/', aSession([]))).toBe('/capacities');
    expect(await through(atHome, '/', undefined)).toBe('/login');
  });
});
