import { inject } from '@angular/core';
import { CanActivateFn, Router, UrlTree } from '@angular/router';
import { Permission, Permissions, holds } from './permissions';
import { SessionStore } from './session-store';

/** Opens to a session that may do this, others go home. */
export function allowed(needed: Permission): CanActivateFn {
  return async (_route, state) => {
    const [router, permissions] = [inject(Router), inject(Permissions)];
    const session = await inject(SessionStore)
      .known()
      .catch(() => undefined);
    if (!session) return signInFirst(router, state.url);
    if (session.mustChangePassword) return router.parseUrl('/password');
    return holds(session, needed) ? true : router.parseUrl(permissions.homeOf(session));
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
  const [router, permissions] = [inject(Router), inject(Permissions)];
  const session = await inject(SessionStore)
    .known()
    .catch(() => undefined);
  return session ? router.parseUrl(permissions.homeOf(session)) : true;
};

export const atHome: CanActivateFn = async () => {
  const [router, permissions] = [inject(Router), inject(Permissions)];
  const session = await inject(SessionStore)
    .known()
    .catch(() => undefined);
  return router.parseUrl(session ? permissions.homeOf(session) : '/login');
};

function signInFirst(router: Router, then: string): UrlTree {
  return router.createUrlTree(['/login'], { queryParams: then === '/' ? {} : { then } });
}
