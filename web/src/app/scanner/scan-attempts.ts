import { inject, Injectable, signal } from '@angular/core';
import { v7 as newId } from 'uuid';
import { Api } from '../api/client';
import { problemOf } from '../api/problem';
import { Answer, Body } from '../api/contract';

export type ScanRequest = Body<'POST /api/scans'>;
export type Shown = ScanRequest['shown'];
export type ScanResult = Answer<'POST /api/scans'>;

/**
 * Looks at codes, one person after the other. When no answer came, nobody knows whether the scan was recorded: the next try for the same
 * code goes under the same id, so that it is answered once and recorded once.
 */
@Injectable()
export class ScanAttempts {
  private readonly api = inject(Api);
  readonly unanswered = signal<ScanRequest | undefined>(undefined);

  scan(shiftId: string, shown: Shown): Promise<ScanResult> {
    const before = this.unanswered();
    const again = before?.shiftId === shiftId && JSON.stringify(before.shown) === JSON.stringify(shown);
    return this.send(again ? before : { id: newId(), shiftId, shown, scannedAt: new Date().toISOString() });
  }

  private async send(request: ScanRequest): Promise<ScanResult> {
    try {
      const result = await this.api.call('POST /api/scans', { body: request });
      this.unanswered.set(undefined);
      return result;
    } catch (error) {
      const { offline, status } = problemOf(error);
      this.unanswered.set(offline || status >= 500 ? request : undefined);
      throw error;
    }
  }
}
