import { HttpClient, HttpEvent, HttpEventType } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { Observable, filter, map } from 'rxjs';
import { Parts, wired } from './client';
import type { Answer, Asked, Route } from './contract';

/** Of a file under way: bytes that have left, then the server's word on it. */
export type UploadStep<T> = { readonly sent: number; readonly total: number } | { readonly answer: T };

/** Routes that take a file. Provided by the area that uploads, with `provideHttpClient(withXhr())`: `fetch` says nothing until the answer. */
@Injectable()
export class Uploads {
  private readonly http = inject(HttpClient);

  /** @param key what this sending is called: sent again with it, the file is not taken twice */
  send<R extends Route>(route: R, file: File, asked: Asked<R>, key: string): Observable<UploadStep<Answer<R>>> {
    const { verb, url, params } = wired(route, asked as Parts);
    const body = new FormData();
    body.append('file', file);
    // A service worker in between would swallow the progress.
    const headers = { 'ngsw-bypass': 'true', 'idempotency-key': key };
    return this.http
      .request<Answer<R>>(verb, url, { body, params, headers, reportProgress: true, observe: 'events' })
      .pipe(
        map((event) => stepOf(event, file.size)),
        filter((step) => step !== undefined),
      );
  }
}

function stepOf<T>(event: HttpEvent<T>, size: number): UploadStep<T> | undefined {
  // The form around the file takes some bytes, too: they are not the operator's.
  if (event.type === HttpEventType.UploadProgress) return { sent: Math.min(event.loaded, size), total: size };
  return event.type === HttpEventType.Response && event.body ? { answer: event.body } : undefined;
}
