import { HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { catchError, throwError } from 'rxjs';
import { problemOf } from '../api/problem';
import { SessionStore } from './session-store';

/** A session that ended or was revoked while pages were open: back to the door, and from there to the same page. */
export const endedSession: HttpInterceptorFn = (request, next) => {
  const asksWhether = request.url === '/api/session' && request.method === 'GET';
  if (asksWhether) return next(request);
  const router = inject(Router);
  const store = inject(SessionStore);
  return next(request).pipe(
    catchError((error: unknown) => {
      // What was under way is answered later, when the person is at the door already.
      if (problemOf(error).code === 'SESSION.REQUIRED' && store.session()) {
        store.expire();
        void router.navigate(['/login'], { queryParams: { then: router.url } });
      }
      return throwError(() => error);
    }),
  );
};
