import { HttpInterceptorFn } from '@angular/common/http';
import { catchError, throwError } from 'rxjs';
import { problemOf } from './problem';

/** Every call of the API carries the session's cookie, the mark against forged requests and the language; its failures are Problems. */
export const apiRequests: HttpInterceptorFn = (request, next) => {
  if (!request.url.startsWith('/api/')) return next(request);
  const marked = request.clone({
    withCredentials: true,
    setHeaders: { 'X-Requested-With': 'bamin', 'Accept-Language': document.documentElement.lang || 'zh-CN' },
  });
  return next(marked).pipe(catchError((error: unknown) => throwError(() => problemOf(error))));
};
