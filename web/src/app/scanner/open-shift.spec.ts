import { HttpErrorResponse } from '@angular/common/http';
import { describe, expect, it } from '@jest/globals';
import { Api } from '../api/client';
import { Problem } from '../api/problem';
import { Answer } from '../api/contract';
import { Permissions } from '../session/permissions';
import { DrawnPage } from '../testing/drawn-page';
import { ScriptedApi } from '../testing/scripted-api';
import { CurrentShift } from './current-shift';
import { OpenShift } from './open-shift';

type Points = Answer<'GET /api/scan-points'>;
const FIRST: Points = {
  items: [
    {
      id: 'p1',
      name: '东街口',
      kind: 'traffic',
      areaKey: '350102',
      areaName: '鼓楼区',
      address: '八一七路',
      state: 'confirmed',
      addedAt: '2020-02-12T02:00:00Z',
      version: 1,
    },
  ],
  next: 'more',
};

describe('The list of scan points', () => {
  it('shows none of an earlier search under one that failed, nor what failed of one that was given up', async () => {
    let answer: () => Promise<Points> = async () => FIRST;
    const page = DrawnPage.of(OpenShift, [
      { provide: Api, useValue: new ScriptedApi({ 'GET /api/scan-points': () => answer() }) },
      { provide: Permissions, useValue: { may: () => true } },
      { provide: CurrentShift, useValue: { shift: () => undefined } },
    ]);
    const find = (name: string) => page.type('input[name=wanted]', name);
    await page.settled();
    expect(page.says('东街口')).toEqual([true]);
    answer = () => Promise.reject(new Problem(503, 'REQUEST.UNAVAILABLE', { title: '服务暂不可用' }));
    await find('五四');
    expect(page.says('东街口', '服务暂不可用')).toEqual([false, true]);
    const slow = Promise.withResolvers<Points>();
    answer = () => slow.promise;
    await find('五四路');
    answer = async () => FIRST;
    await find('东街');
    slow.reject(new Problem(503, 'REQUEST.UNAVAILABLE', { title: '服务暂不可用' }));
    await page.settled();
    expect(page.says('东街口', '服务暂不可用')).toEqual([true, false]);
  });

  it('offers to add one only to who may', async () => {
    const page = DrawnPage.of(OpenShift, [
      { provide: Api, useValue: new ScriptedApi({ 'GET /api/scan-points': () => FIRST }) },
      { provide: Permissions, useValue: { may: () => false } },
      { provide: CurrentShift, useValue: { shift: () => undefined } },
    ]);
    await page.settled();
    expect(page.buttons()).not.toContain('新增扫码点');
  });
});

describe('Opening a shift', () => {
  it('is the same one as long as its answer is lost and the form says the same, and another where it says something else', async () => {
    const api = new ScriptedApi({
      'GET /api/scan-points': () => FIRST,
      'POST /api/shifts': () => {
        throw new HttpErrorResponse({ status: 0 });
      },
    });
    const page = DrawnPage.of(OpenShift, [
      { provide: Api, useValue: api },
      { provide: Permissions, useValue: { may: () => false } },
      { provide: CurrentShift, useValue: { shift: () => undefined } },
    ]);
    await page.settled();
    await page.press('东街口');
    await page.send();
    await page.send();
    await page.type('#community', '温泉街道');
    await page.send();
    const [first, second, other] = (api.bodies('POST /api/shifts') as { id: string }[]).map(({ id }) => id);
    expect([second === first, other === first]).toEqual([true, false]);
  });
});
