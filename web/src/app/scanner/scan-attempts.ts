import { inject, Injectable, signal } from '@angular/core';
import { v7 as newId } from 'uuid';
import { Api } from '../api/client';
import { problemOf } from '../api/problem';
import { Answer } from '../api/contract';
import { ScanInHand, ScanRequest } from './scan-in-hand';

export type Shown = ScanRequest['shown'];
export type ScanResult = Answer<'POST /api/scans'>;

/**
 * Looks at codes, one person after the other. When no answer came, nobody knows whether the scan was recorded: the next try for the same
 * code goes under the same id, so that it is answered once and recorded once.
 */
@Injectable()
export class ScanAttempts {
  private readonly api = inject(Api);
  private readonly inHand = inject(ScanInHand);
  readonly unanswered = signal<ScanRequest | undefined>(undefined);

  scan(shiftId: string, shown: Shown): Promise<ScanResult> {
    const before = this.unanswered();
    const again = before?.shiftId === shiftId && JSON.stringify(before.shown) === JSON.stringify(shown);
    return this.send(again ? before : { id: newId(), shiftId, shown, scannedAt: new Date().toISOString() });
  }

  /** The one whose feedback was not given yet when the page was left for the door: the same answer, as long as the server takes it. */
  async resume(shiftId: string | undefined): Promise<{ shown: Shown; result: ScanResult } | undefined> {
    const request = this.inHand.of(shiftId);
    return request && { shown: request.shown, result: await this.send(request) };
  }

  private async send(request: ScanRequest): Promise<ScanResult> {
    try {
      const result = await this.api.call('POST /api/scans', { body: request });
      this.unanswered.set(undefined);
      if (result.feedbackBy === 'you') this.inHand.take(request);
      return result;
    } catch (error) {
      const { offline, status } = problemOf(error);
      this.unanswered.set(offline || status >= 500 ? request : undefined);
      throw error;
    }
  }
}
