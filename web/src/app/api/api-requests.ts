import { HttpErrorResponse, HttpEvent, HttpInterceptorFn, HttpResponse } from '@angular/common/http';
import { inject } from '@angular/core';
import { catchError, tap, throwError } from 'rxjs';
import { problemOf } from './problem';
import { momentNow, ServerClock } from './server-clock';

/**
 * Every call of the API carries the session's cookie, the mark against forged requests and the language; its failures are Problems.
 * Whatever it answers, also "not modified" and a refusal, says the time.
 */
export const apiRequests: HttpInterceptorFn = (request, next) => {
  if (!request.url.startsWith('/api/')) return next(request);
  const marked = request.clone({
    withCredentials: true,
    setHeaders: { 'X-Requested-With': 'bamin', 'Accept-Language': document.documentElement.lang || 'zh-CN' },
  });
  const clock = inject(ServerClock);
  const sent = momentNow();
  const learn = (answer: unknown) => {
    if (answer instanceof HttpResponse || answer instanceof HttpErrorResponse)
      clock.learnFrom(answer.headers.get('date'), sent);
  };
  return next(marked).pipe(
    tap<HttpEvent<unknown>>({ next: learn, error: learn }),
    catchError((error: unknown) => throwError(() => problemOf(error))),
  );
};
