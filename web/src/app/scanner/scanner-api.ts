import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { Observable } from 'rxjs';

export interface Words {
  zh: string;
  en: string;
}

export type ScanPointKind = 'traffic' | 'province-entry' | 'community' | 'office' | 'enterprise';

export interface ScanPoint {
  id: string;
  name: string;
  kind: ScanPointKind;
  areaKey: string;
  areaName: string;
  address: string;
  confirmed: boolean;
}

export interface Position {
  latitude: number;
  longitude: number;
  accuracyMetres: number;
}

export interface Shift {
  shiftId: string;
  scanPoint: ScanPoint;
  community?: string;
  openedAt: string;
}

export type Shown = { presentation: string } | { digits: string };

export interface ScanRequest {
  /** Made by the device, a UUIDv7: the same id is recorded once. */
  id: string;
  shiftId: string;
  shown: Shown;
  /** The device's clock. */
  scannedAt: string;
}

export interface ScanResult {
  scanId: string;
  outcome: 'read' | 'refused';
  refusal?: string;
  maskedName?: string;
  documentEnds?: string;
  ageBand?: string;
  colour?: 'green' | 'orange';
  until?: string;
  causes?: { cause: number; title: Words }[];
  dataAsOf?: { feed: string; name: Words; asOf?: string; late: boolean }[];
  flowAdvice?: { kind: 'none' | 'warning' | 'unknown'; level?: Words & { rank: number }; area?: string; date?: string };
  warnings?: ('ELSEWHERE' | 'SHOWN_AGAIN' | 'REPEATED')[];
  assurance?: 'presentation' | 'digits';
  /** Of a scan that read a code: who scanned this showing first handles the person. */
  feedbackBy?: 'you' | 'colleague';
  /** The server's clock. */
  receivedAt: string;
}

export type TemperatureResult = 'normal' | 'abnormal' | 'not-measured';
export type Outcome = 'released' | 'turned-back' | 'held' | 'transferred';

export interface Feedback {
  reason: string;
  reasonText?: string;
  temperature: { result: TemperatureResult; value?: number; why?: string };
  outcome: Outcome;
}

export interface Choice {
  key: string;
  title: Words;
  needsText?: boolean;
}

export interface Choices {
  passReasons: Choice[];
  outcomes: Choice[];
  temperature: { min: number; max: number; abnormalFrom: number };
}

export interface Area {
  key: string;
  name: string;
}

/** What a scanner asks of the server during a shift. */
@Injectable({ providedIn: 'root' })
export class ScannerApi {
  private readonly http = inject(HttpClient);

  /** Newest first, page by page. */
  scanPoints(asked: { name?: string; cursor?: string } = {}): Observable<{ items: ScanPoint[]; next?: string }> {
    const params = Object.fromEntries(Object.entries(asked).filter(([, value]) => value));
    return this.http.get<{ items: ScanPoint[]; next?: string }>('/api/scan-points', { params });
  }

  proposeScanPoint(point: Omit<ScanPoint, 'confirmed' | 'areaName'>): Observable<ScanPoint> {
    return this.http.post<ScanPoint>('/api/scan-points', point);
  }

  areas(parent?: string): Observable<{ items: Area[] }> {
    return this.http.get<{ items: Area[] }>('/api/areas', { params: parent ? { parent } : {} });
  }

  shift(): Observable<Shift> {
    return this.http.get<Shift>('/api/shift');
  }

  openShift(shift: { id: string; scanPointId: string; community?: string; position?: Position }): Observable<Shift> {
    return this.http.post<Shift>('/api/shifts', shift);
  }

  endShift(): Observable<void> {
    return this.http.delete<void>('/api/shift');
  }

  scan(scan: ScanRequest): Observable<ScanResult> {
    return this.http.post<ScanResult>('/api/scans', scan);
  }

  giveFeedback(scanId: string, feedback: Feedback): Observable<void> {
    return this.http.put<void>(`/api/scans/${scanId}/feedback`, feedback);
  }

  choices(): Observable<Choices> {
    return this.http.get<Choices>('/api/choices');
  }
}
