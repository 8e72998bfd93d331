import { inject } from '@angular/core';
import { CanActivateFn, Router, UrlTree } from '@angular/router';
import { SessionView } from '../api/types';
import { SessionStore } from './session-store';

const HOMES: Readonly<Record<string, string>> = {
  resident: '/home',
  scanner: '/scanner',
  'unit-administrator': '/admin/government',
  'unit-clerk': '/admin/government',
  'authority-operator': '/admin/authority',
};

/** Where a person in this capacity starts; capacities whose pages do not exist yet land on a page that says so. */
export function homeOf(session: SessionView): string {
  return session.mustChangePassword ? '/password' : (HOMES[session.capacity.role] ?? '/capacities');
}

/** Keeps the area to its roles. The server decides; this only spares people a page full of refusals. */
export function mayEnter(...roles: string[]): CanActivateFn {
  return async (_route, state) => {
    const router = inject(Router);
    const session = await inject(SessionStore)
      .known()
      .catch(() => undefined);
    if (!session) return signInFirst(router, state.url);
    if (session.mustChangePassword) return router.parseUrl('/password');
    return roles.includes(session.capacity.role) ? true : router.parseUrl(homeOf(session));
  };
}

export const signedIn: CanActivateFn = async (_route, state) => {
  const router = inject(Router);
  const session = await inject(SessionStore)
    .known()
    .catch(() => undefined);
  return session ? true : signInFirst(router, state.url);
};

/** The doors are for who is not inside yet. */
export const notSignedIn: CanActivateFn = async () => {
  const router = inject(Router);
  const session = await inject(SessionStore)
    .known()
    .catch(() => undefined);
  return session ? router.parseUrl(homeOf(session)) : true;
};

export const atHome: CanActivateFn = async () => {
  const router = inject(Router);
  const session = await inject(SessionStore)
    .known()
    .catch(() => undefined);
  return router.parseUrl(session ? homeOf(session) : '/login');
};

function signInFirst(router: Router, then: string): UrlTree {
  return router.createUrlTree(['/login'], { queryParams: then === '/' ? {} : { then } });
}
