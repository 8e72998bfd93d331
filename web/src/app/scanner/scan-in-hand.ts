import { Injectable } from '@angular/core';
import { deleteStored, isRecord, isText, readStored, writeStored } from '../api/browser-storage';
import { Body } from '../api/contract';

export type ScanRequest = Body<'POST /api/scans'>;
export type Feedback = Body<'PUT /api/scans/{id}/feedback'>;

/** The feedback form as it stands; nothing is chosen yet where it is empty. */
export interface TypedFeedback {
  reason: Feedback['reason'] | '';
  reasonText: string;
  temperature: { result: Feedback['temperature']['result'] | ''; value: string; why: string };
  outcome: Feedback['outcome'] | '';
}

interface Kept {
  readonly request: ScanRequest;
  readonly typed?: TypedFeedback;
}

const NAME = 'bamin.scan-in-hand';

/**
 * The scan that waits for its feedback, and what the form says so far. Where the session ends in between, both are found again after the door: the same
 * request, sent once more, is answered as before. Kept by this tab only, in this shift only, and until the next person is called.
 */
@Injectable({ providedIn: 'root' })
export class ScanInHand {
  take(request: ScanRequest): void {
    if (this.kept()?.request.id !== request.id) writeStored(NAME, { request } satisfies Kept, 'sessionStorage');
  }

  write(typed: TypedFeedback): void {
    const kept = this.kept();
    if (kept) writeStored(NAME, { ...kept, typed } satisfies Kept, 'sessionStorage');
  }

  /** Another shift's is nobody's business any more. */
  of(shiftId: string | undefined): ScanRequest | undefined {
    const request = this.kept()?.request;
    if (request?.shiftId === shiftId) return request;
    this.letGo();
    return undefined;
  }

  typed(): TypedFeedback | undefined {
    return this.kept()?.typed;
  }

  letGo(): void {
    deleteStored(NAME, 'sessionStorage');
  }

  private kept(): Kept | undefined {
    return readStored(NAME, isKept, 'sessionStorage');
  }
}

function isKept(value: unknown): value is Kept {
  if (!isRecord(value) || !isRecord(value['request'])) return false;
  const { id, shiftId, scannedAt, shown } = value['request'];
  return [id, shiftId, scannedAt].every(isText) && isRecord(shown) && isTyped(value['typed']);
}

function isTyped(value: unknown): boolean {
  if (value === undefined) return true;
  if (!isRecord(value) || !isRecord(value['temperature'])) return false;
  const { reason, reasonText, outcome, temperature } = value;
  const { result, value: degrees, why } = temperature as Record<string, unknown>;
  return [reason, reasonText, outcome, result, degrees, why].every((field) => typeof field === 'string');
}
