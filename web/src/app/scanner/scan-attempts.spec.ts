import { HttpErrorResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Api } from '../api/client';
import { ScriptedApi } from '../testing/scripted-api';
import { ScanAttempts } from './scan-attempts';
import { ScanRequest } from './scan-in-hand';

const SHIFT = '01940000-0008-7000-8000-000000000001';
const unreachable = new HttpErrorResponse({ status: 0 });
const refused = new HttpErrorResponse({ status: 403, error: { code: 'SCAN.NO_PERMISSION', title: '无扫码权限' } });

describe('looking at a code', () => {
  let asked: ScanRequest[];
  let answers: (HttpErrorResponse | 'read')[];
  let attempts: ScanAttempts;

  beforeEach(() => {
    [asked, answers] = [[], []];
    const api = new ScriptedApi({
      'POST /api/scans': ({ body }) => {
        const { id, scannedAt } = body as ScanRequest;
        asked.push(body as ScanRequest);
        const answer = answers.shift()!;
        if (answer !== 'read') throw answer;
        return { scanId: id, outcome: 'read', warnings: [], receivedAt: scannedAt };
      },
    });
    TestBed.configureTestingModule({ providers: [ScanAttempts, { provide: Api, useValue: api }] });
    attempts = TestBed.inject(ScanAttempts);
  });

  it('is tried again under the same id when no answer came', async () => {
    answers = [unreachable, new HttpErrorResponse({ status: 502 }), 'read'];
    const shown = { digits: '1234567890123452' };
    await expect(attempts.scan(SHIFT, shown)).rejects.toBe(unreachable);
    await expect(attempts.scan(SHIFT, { ...shown })).rejects.toBeInstanceOf(HttpErrorResponse);
    expect((await attempts.scan(SHIFT, attempts.unanswered()!.shown)).outcome).toBe('read');
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect(attempts.unanswered()).toBeUndefined();
  });

  it('begins anew for another code, and after an answer that says no', async () => {
    answers = [unreachable, refused, 'read'];
    await expect(attempts.scan(SHIFT, { digits: '1234567890123452' })).rejects.toBe(unreachable);
    await expect(attempts.scan(SHIFT, { presentation: 'BM1:A' })).rejects.toBe(refused);
    expect(attempts.unanswered()).toBeUndefined();
    await attempts.scan(SHIFT, { presentation: 'BM1:A' });
    expect(new Set(asked.map(({ id }) => id)).size).toBe(3);
  });
});
