import { TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { describe, expect, it } from '@jest/globals';
import scanner from '../../i18n/zh-CN/scanner.json' with { type: 'json' };
import ui from '../../i18n/zh-CN/ui.json' with { type: 'json' };
import { Api } from '../api/client';
import { Problem } from '../api/problem';
import { Answer } from '../api/contract';
import { Permissions } from '../session/permissions';
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
  const wait = async () => {
    for (let round = 0; round < 5; round++) await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  };

  it('shows none of an earlier search under one that failed, nor what failed of one that was given up', async () => {
    let answer: () => Promise<Points> = async () => FIRST;
    const langs = { 'zh-CN': { scanner, ui } };
    TestBed.configureTestingModule({
      imports: [
        OpenShift,
        TranslocoTestingModule.forRoot({
          langs,
          translocoConfig: { availableLangs: ['zh-CN'], defaultLang: 'zh-CN' },
          preloadLangs: true,
        }),
      ],
      providers: [
        { provide: Api, useValue: new ScriptedApi({ 'GET /api/scan-points': () => answer() }) },
        { provide: Permissions, useValue: { may: () => true } },
        { provide: CurrentShift, useValue: { shift: () => undefined } },
      ],
    });
    const page = TestBed.createComponent(OpenShift).nativeElement as HTMLElement;
    const find = async (name: string) => {
      await wait();
      const field = page.querySelector<HTMLInputElement>('input[name=wanted]')!;
      field.value = name;
      field.dispatchEvent(new Event('input'));
      await wait();
    };
    await wait();
    expect(page.textContent).toContain('东街口');
    answer = () => Promise.reject(new Problem(503, 'REQUEST.UNAVAILABLE', { title: '服务暂不可用' }));
    await find('五四');
    expect([page.textContent!.includes('东街口'), page.textContent!.includes('服务暂不可用')]).toEqual([false, true]);
    const slow = Promise.withResolvers<Points>();
    answer = () => slow.promise;
    await find('五四路');
    answer = async () => FIRST;
    await find('东街');
    slow.reject(new Problem(503, 'REQUEST.UNAVAILABLE', { title: '服务暂不可用' }));
    await wait();
    expect([page.textContent!.includes('东街口'), page.textContent!.includes('服务暂不可用')]).toEqual([true, false]);
  });
});
