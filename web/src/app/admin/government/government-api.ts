import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { EMPTY, expand, Observable, reduce } from 'rxjs';

export interface Page<T> {
  items: T[];
  next?: string;
}

export interface Words {
  zh: string;
  en: string;
}

export interface Organization {
  id: string;
  name: string;
  kind: 'government' | 'enterprise';
  uscc?: string;
}

/** One day of the unit, as the projection has it. */
export interface UnitDay {
  date: string;
  scans: number;
  green: number;
  orange: number;
  refused: number;
  passages: number;
  abnormalTemperature: number;
  byHour: number[];
  /** How far the figures have read; nothing yet while it is left out. */
  asOf?: string;
  /** The figures may be short by what was put aside. */
  degraded: boolean;
}

export interface ScanRecord {
  scanId: string;
  /** The device's clock. */
  scannedAt: string;
  /** The server's clock. */
  receivedAt: string;
  maskedName: string;
  colour: 'green' | 'orange';
  scanPointId: string;
  scanPointName: string;
  scannerId: string;
  scannerName: string;
  reason?: string;
  temperatureResult?: 'normal' | 'abnormal' | 'not-measured';
  temperature?: number;
  outcome?: string;
}

export interface ScanRecordDetail extends ScanRecord {
  documentEnds: string;
  ageBand: string;
  assurance: 'presentation' | 'digits';
  community?: string;
  scanPointAddress?: string;
  causes: { cause: number; title: Words }[];
  flowAdvice: { kind: 'none' | 'warning' | 'unknown'; level?: Words; area?: string; date?: string };
  warnings: ('ELSEWHERE' | 'SHOWN_AGAIN')[];
  reasonText?: string;
  notMeasuredWhy?: string;
  feedbackAt?: string;
}

export type RecordFilter = Partial<
  Record<'from' | 'to' | 'scanPointId' | 'scannerId' | 'colour' | 'name' | 'cursor', string>
>;

/** What a government unit's administrator asks of the server (guide, chapter 2). */
@Injectable({ providedIn: 'root' })
export class GovernmentApi {
  private readonly http = inject(HttpClient);

  organization(): Observable<Organization> {
    return this.http.get<Organization>('/api/organization');
  }

  unitDay(): Observable<UnitDay> {
    return this.http.get<UnitDay>('/api/unit-day');
  }

  /** All of them, newest first. */
  scanPoints(): Observable<{ id: string; name: string }[]> {
    const page = (cursor?: string) =>
      this.http.get<Page<{ id: string; name: string }>>('/api/scan-points', {
        params: { limit: 100, ...(cursor ? { cursor } : {}) },
      });
    return page().pipe(
      expand(({ next }) => (next ? page(next) : EMPTY)),
      reduce((all, { items }) => [...all, ...items], [] as { id: string; name: string }[]),
    );
  }

  scanRecords(filter: RecordFilter): Observable<Page<ScanRecord>> {
    const params = Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
    return this.http.get<Page<ScanRecord>>('/api/scan-records', { params });
  }

  scanRecord(id: string): Observable<ScanRecordDetail> {
    return this.http.get<ScanRecordDetail>(`/api/scan-records/${id}`);
  }
}
