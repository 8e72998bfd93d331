import { HttpClient, HttpEvent } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { Observable } from 'rxjs';

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
  accepted: number;
  unchanged: number;
  rejected: number;
  /** Why it failed. */
  problem?: { code: string; title: Words };
}

export interface BatchRow {
  line: number;
  reference: string;
  result: 'accepted' | 'unchanged' | 'rejected';
  problem?: { code: string; title: Words };
}

export interface Page<T> {
  items: T[];
  next?: string;
}

/** What an authority's operator asks of the server. */
@Injectable({ providedIn: 'root' })
export class AuthorityApi {
  private readonly http = inject(HttpClient);

  feeds(): Observable<{ items: Feed[] }> {
    return this.http.get<{ items: Feed[] }>('/api/feeds');
  }

  upload(feed: string, file: File): Observable<HttpEvent<Batch>> {
    const body = new FormData();
    body.append('file', file);
    return this.http.post<Batch>(`/api/feeds/${feed}/batches`, body, { reportProgress: true, observe: 'events' });
  }

  batches(feed: string, cursor?: string): Observable<Page<Batch>> {
    return this.http.get<Page<Batch>>(`/api/feeds/${feed}/batches`, { params: cursor ? { cursor } : {} });
  }

  rejectedRows(batch: string, cursor?: string): Observable<Page<BatchRow>> {
    return this.http.get<Page<BatchRow>>(`/api/batches/${batch}/rows`, { params: { result: 'rejected', ...(cursor ? { cursor } : {}) } });
  }
}
