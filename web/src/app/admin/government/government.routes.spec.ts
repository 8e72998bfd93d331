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
import { AREAS } from '../../session/permissions';
import { SessionStore } from '../../session/session-store';
import { governmentRoutes } from './government.routes';

const pages = governmentRoutes[0]!.children!.filter(({ path }) => path !== '');

/** Where somebody lands who may do only this. */
async function landing(guard: CanActivateFn | undefined, action: string, subject: string): Promise<string> {
  const session = { permissions: [{ action, subject }], mustChangePassword: false };
  TestBed.resetTestingModule().configureTestingModule({
    providers: [
      provideRouter([]),
      { provide: AREAS, useValue: [] },
      { provide: SessionStore, useValue: { known: async () => session, session: () => session } },
    ],
  });
  const state = { url: '/' } as RouterStateSnapshot;
  const answer = await TestBed.runInInjectionContext(() => guard?.({} as ActivatedRouteSnapshot, state));
  return answer instanceof UrlTree ? TestBed.inject(Router).serializeUrl(answer) : 'here';
}

describe('A page of the government', () => {
  it.each([
    ['scan-records', 'read', 'Passage'],
    ['scan-records/:id', 'read', 'Passage'],
    ['sub-accounts', 'read', 'SubAccount'],
    ['scan-points', 'manage', 'ScanPoint'],
  ])('opens to who may do what it shows, and to nobody else: %s', async (path, action, subject) => {
    const [guard] = (pages.find((page) => page.path === path)!.canActivate ?? []) as CanActivateFn[];
    expect(await landing(guard, action, subject)).toBe('here');
    expect(await landing(guard, 'read', 'UnitDay')).toBe('/capacities');
  });

  it('is never without a guard', () => {
    expect(pages.map(({ path, canActivate }) => [path, canActivate?.length])).toEqual(
      pages.map(({ path }) => [path, 1]),
    );
  });
});
