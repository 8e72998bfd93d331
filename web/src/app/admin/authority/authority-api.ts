import {
  HttpClient,
  HttpEvent,
  HttpEventType,
  provideHttpClient,
  withInterceptors,
  withXhr,
} from '@angular/common/http';
import { EnvironmentProviders, Injectable, Provider, inject } from '@angular/core';
import { Observable, filter, map } from 'rxjs';
import { apiRequests } from '../../api/api-requests';
import { endedSession } from '../../session/ended-session';

export interface Words {
  zh: string;
  en: string;
}

export interface Feed {
  key: string;
  name: Words;
  columns: string[];
  asOf?: string;
  late: boolean;
}

export interface Batch {
  id: string;
  feed: string;
  fileName: string;
  receivedAt: string;
  status: 'received' | 'applied' | 'failed';
  /** Of a file in progress: rows that have arrived. */
  rows?: number;
  accepted: number;
  /** Of the accepted rows, those that some rule looks at. */
  evidence: number;
  unchanged: number;
  rejected: number;
  /** Why it failed. */
  problem?: { code: string; title: Words; facts?: Record<string, string | number | boolean> };
}

/** Of a file under way: bytes that have left, then the server's word on it. */
export type UploadStep = { sent: number; total: number } | { batch: Batch };

export interface BatchRow {
  line: number;
  reference: string;
  result: 'accepted' | 'unchanged' | 'rejected';
  problem?: { code: string; title: Words; column?: string };
}

export interface Page<T> {
  items: T[];
  next?: string;
}

/** What an authority's operator asks of the server. */
@Injectable()
export class AuthorityApi {
  private readonly http = inject(HttpClient);

  feeds(): Observable<{ items: Feed[] }> {
    return this.http.get<{ items: Feed[] }>('/api/feeds');
  }

  upload(feed: string, file: File): Observable<UploadStep> {
    const body = new FormData();
    body.append('file', file);
    // A service worker in between would swallow the progress.
    const options = { reportProgress: true, observe: 'events', headers: { 'ngsw-bypass': 'true' } } as const;
    return this.http.post<Batch>(`/api/feeds/${feed}/batches`, body, options).pipe(
      map((event) => stepOf(event, file.size)),
      filter((step) => step !== undefined),
    );
  }

  batches(feed: string, cursor?: string): Observable<Page<Batch>> {
    return this.http.get<Page<Batch>>(`/api/feeds/${feed}/batches`, { params: cursor ? { cursor } : {} });
  }

  rejectedRows(batch: string, cursor?: string): Observable<Page<BatchRow>> {
    return this.http.get<Page<BatchRow>>(`/api/batches/${batch}/rows`, {
      params: { result: 'rejected', ...(cursor ? { cursor } : {}) },
    });
  }
}

function stepOf(event: HttpEvent<Batch>, size: number): UploadStep | undefined {
  // The form around the file takes some bytes, too: they are not the operator's.
  if (event.type === HttpEventType.UploadProgress) return { sent: Math.min(event.loaded, size), total: size };
  return event.type === HttpEventType.Response && event.body ? { batch: event.body } : undefined;
}

/** Only XMLHttpRequest tells how much of an upload has left; `fetch` tells nothing until the answer. */
export function authorityApi(): (Provider | EnvironmentProviders)[] {
  return [provideHttpClient(withXhr(), withInterceptors([endedSession, apiRequests])), AuthorityApi];
}
