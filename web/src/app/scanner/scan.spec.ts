import { HttpErrorResponse } from '@angular/common/http';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Api, Parts } from '../api/client';
import { DrawnPage } from '../testing/drawn-page';
import { ScriptedApi } from '../testing/scripted-api';
import { CurrentShift } from './current-shift';
import { Scan } from './scan';
import { ScanResult } from './scan-attempts';
import { ScanRequest } from './scan-in-hand';

const DIGITS = '1234567890123452';
const AT = '2020-02-12T02:00:00.000Z';
const tooLate = new HttpErrorResponse({ status: 409, error: { code: 'SCAN.TOO_LATE', title: '超过时限' } });

/** A tab in which a session may end, and another begin. */
describe('The person who stands at the point', () => {
  let api: ScriptedApi;
  let refusal: HttpErrorResponse | undefined;
  let movedTo: unknown;

  beforeEach(() => {
    sessionStorage.clear();
    [refusal, movedTo] = [undefined, undefined];
    api = new ScriptedApi({
      'POST /api/scans': ({ body }: Parts) => {
        if (refusal) throw refusal;
        const { id } = body as ScanRequest;
        return { scanId: id, outcome: 'refused', feedbackBy: 'you', warnings: [], receivedAt: AT } as ScanResult;
      },
      'GET /api/choices': () => ({
        passReasons: [{ key: 'other', title: { zh: '其他', en: 'Other' }, needsText: true }],
        temperature: { min: 34, max: 43, abnormalFrom: 37.3 },
      }),
      'PUT /api/scans/{id}/feedback': () => undefined as never,
    } as never);
  });
  afterEach(() => sessionStorage.clear());

  async function open(shiftId = 'shift'): Promise<DrawnPage<Scan>> {
    document.body.replaceChildren();
    TestBed.resetTestingModule();
    const shift = signal<unknown>({ shiftId, scanPoint: { id: 'p1', name: '东街口', kind: 'traffic' } });
    const load = async () => {
      shift.set(movedTo);
      return movedTo;
    };
    const page = DrawnPage.of(Scan, [
      provideRouter([]),
      { provide: Api, useValue: api },
      {
        provide: CurrentShift,
        useValue: { shift, codeApplies: () => true, load },
      },
    ]);
    await page.settled();
    return page;
  }

  async function halfFilled(): Promise<DrawnPage<Scan>> {
    const page = await open();
    await page.type('#digits', DIGITS);
    await page.press('查看');
    await page.press('反馈结果');
    await page.press('其他');
    await page.type('#feedback-reasonText', '送药');
    return page;
  }

  const typed = (page: DrawnPage<Scan>) => page.find<HTMLInputElement>('#feedback-reasonText')?.value;
  const idsSent = () => new Set((api.bodies('POST /api/scans') as ScanRequest[]).map(({ id }) => id)).size;

  it('is there again after the door, as the same scan, with what the form said', async () => {
    await halfFilled();
    const page = await open();
    expect([typed(page), idsSent()]).toEqual(['送药', 1]);
  });

  it('is nothing to another shift in this tab, whoever has it', async () => {
    await halfFilled();
    expect(typed(await open('another'))).toBeUndefined();
    expect([sessionStorage.length, idsSent()]).toEqual([0, 1]);
  });

  it('is forgotten where the server answers for that scan no more', async () => {
    await halfFilled();
    refusal = tooLate;
    const page = await open();
    expect([page.says('超过时限'), sessionStorage.length]).toEqual([[false], 0]);
  });

  it('is forgotten with the next one', async () => {
    const page = await open();
    await page.type('#digits', DIGITS);
    await page.press('查看');
    expect(sessionStorage.length).toBe(1);
    await page.press('下一位');
    expect(sessionStorage.length).toBe(0);
  });

  it.each([
    ['ended elsewhere: the keyboard goes on where that is said', undefined, 'moved'],
    [
      'moved elsewhere: the keyboard stays at the field',
      { shiftId: 'moved', scanPoint: { id: 'p2', name: '五四路', kind: 'traffic' } },
      'digits',
    ],
  ])('is refused where the shift was %s', async (_, to, focused) => {
    const page = await open();
    refusal = new HttpErrorResponse({ status: 409, error: { code: 'SHIFT.NOT_OPEN', title: '当班已结束' } });
    movedTo = to;
    page.find('#digits').focus();
    await page.type('#digits', DIGITS);
    await page.send();
    expect(document.activeElement?.id).toBe(focused);
  });
});
