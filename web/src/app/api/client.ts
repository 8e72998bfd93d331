import { HttpClient, HttpResponse } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { Answer, Asking, Route } from './contract';
import { problemOf } from './problem';

/** As it goes over the wire; what may be in it for which route says `contract.ts`. */
export interface Parts {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
}

export interface Version<T> {
  readonly answer: T;
  /** Names this version: handed in at the next question, only a newer one comes. */
  readonly etag?: string;
}

/**
 * The API as docs/openapi.json describes it: `await api.call('PUT /api/scans/{id}/feedback', { path: { id }, body })`. Routes, what they ask
 * for and what they answer are types made from that document; a route that is renamed there does not compile here. Failures are Problems.
 */
@Injectable({ providedIn: 'root' })
export class Api {
  private readonly http = inject(HttpClient);

  async call<R extends Route>(route: R, ...[asked]: Asking<R>): Promise<Answer<R>> {
    return (await this.request<Answer<R>>(route, asked as Parts)).body!;
  }

  /** @returns nothing when it is still the version that `etag` names */
  async changed<R extends Route>(
    route: R,
    etag: string | undefined,
    ...[asked]: Asking<R>
  ): Promise<Version<Answer<R>> | undefined> {
    try {
      const { body, headers } = await this.request<Answer<R>>(
        route,
        asked as Parts,
        etag ? { 'If-None-Match': etag } : {},
      );
      return { answer: body!, etag: headers.get('etag') ?? undefined };
    } catch (error) {
      if (problemOf(error).status === 304) return undefined;
      throw error;
    }
  }

  private request<T>(route: Route, parts: Parts = {}, headers = {}): Promise<HttpResponse<T>> {
    const { verb, url, params, body } = wired(route, parts);
    return firstValueFrom(this.http.request<T>(verb, url, { params, body, headers, observe: 'response' }));
  }
}

/** What is empty is not asked: it would be a filter of its own. */
export function wired(route: Route, { path = {}, query = {}, body }: Parts) {
  const [verb, pattern] = route.split(' ') as [string, string];
  const url = pattern.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
  const params = Object.fromEntries(
    Object.entries(query).filter((entry): entry is [string, string | number | boolean] => (entry[1] ?? '') !== ''),
  );
  return { verb, url, params, body };
}
