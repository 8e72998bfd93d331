import { TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { describe, expect, it } from '@jest/globals';
import { Observable, Subject, of, throwError } from 'rxjs';
import scanner from '../../i18n/zh-CN/scanner.json' with { type: 'json' };
import ui from '../../i18n/zh-CN/ui.json' with { type: 'json' };
import { Problem } from '../api/problem';
import { CurrentShift } from './current-shift';
import { OpenShift } from './open-shift';
import { ScannerApi } from './scanner-api';

type Points = {
  items: { id: string; name: string; kind: string; address: string; confirmed: boolean }[];
  next?: string;
};
const FIRST: Points = {
  items: [{ id: 'p1', name: '东街口', kind: 'traffic', address: '八一七路', confirmed: true }],
  next: 'more',
};

describe('The list of scan points', () => {
  const wait = async () => {
    for (let round = 0; round < 5; round++) await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  };

  it('shows none of an earlier search under one that failed, nor what failed of one that was given up', async () => {
    let answer: () => Observable<Points> = () => of(FIRST);
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
        { provide: ScannerApi, useValue: { scanPoints: () => answer() } },
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
    answer = () => throwError(() => new Problem(503, 'REQUEST.UNAVAILABLE', { title: '服务暂不可用' }));
    await find('五四');
    expect([page.textContent!.includes('东街口'), page.textContent!.includes('服务暂不可用')]).toEqual([false, true]);
    const slow = new Subject<Points>();
    answer = () => slow;
    await find('五四路');
    answer = () => of(FIRST);
    await find('东街');
    slow.error(new Problem(503, 'REQUEST.UNAVAILABLE', { title: '服务暂不可用' }));
    await wait();
    expect([page.textContent!.includes('东街口'), page.textContent!.includes('服务暂不可用')]).toEqual([true, false]);
  });
});
