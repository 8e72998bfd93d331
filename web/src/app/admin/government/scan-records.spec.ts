import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { beforeEach, describe, expect, it } from '@jest/globals';
import admin from '../../../i18n/zh-CN/admin.json' with { type: 'json' };
import ui from '../../../i18n/zh-CN/ui.json' with { type: 'json' };
import { Api } from '../../api/client';
import { Answer } from '../../api/contract';
import { Problem } from '../../api/problem';
import { ScanRecord } from '../../api/types';
import { GREEN } from '../../testing/colours';
import { ScriptedApi } from '../../testing/scripted-api';
import { ScanRecords } from './scan-records';

const RECORD: ScanRecord = {
  scanId: 's1',
  scannedAt: '2020-02-12T02:00:00Z',
  receivedAt: '2020-02-12T02:00:00Z',
  maskedName: '陈*明',
  colour: 'green',
  colourWords: GREEN,
  scanPointId: 'p1',
  scanPointName: '东街口',
  scannerId: 'a1',
  scannerName: '林晓燕',
};

const refused = (problem: Problem) => () => Promise.reject(problem);

describe('The page of scan records', () => {
  let government: ScriptedApi;
  const asked = () => government.queries('GET /api/scan-records');
  const answered = (answer: () => Answer<'GET /api/scan-records'> | Promise<never>) =>
    (government.script['GET /api/scan-records'] = answer);
  let page: HTMLElement;
  const text = () => page.textContent!.replaceAll(/\s+/g, ' ');
  const field = (name: string) => page.querySelector<HTMLInputElement>(`#records-${name}`)!;

  beforeEach(async () => {
    government = new ScriptedApi({ 'GET /api/scan-points': () => ({ items: [] }) });
    answered(() => ({ items: [RECORD], next: 'more' }));
    const langs = { 'zh-CN': { admin, ui } };
    TestBed.configureTestingModule({
      imports: [
        ScanRecords,
        TranslocoTestingModule.forRoot({
          langs,
          translocoConfig: { availableLangs: ['zh-CN'], defaultLang: 'zh-CN' },
          preloadLangs: true,
        }),
      ],
      providers: [provideRouter([]), { provide: Api, useValue: government }],
    });
    page = TestBed.createComponent(ScanRecords).nativeElement as HTMLElement;
    document.body.append(page);
    await drawn();
  });

  async function drawn(): Promise<void> {
    for (let round = 0; round < 5; round++) await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  }

  async function type(name: string, value: string): Promise<void> {
    field(name).value = value;
    field(name).dispatchEvent(new Event('input'));
    await drawn();
  }

  async function query(): Promise<void> {
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    await drawn();
  }

  it('asks for Shanghai days', async () => {
    await type('from', '2026-11-25');
    await type('to', '2026-11-25');
    await query();
    expect(asked().at(-1)).toEqual({ from: '2026-11-24T16:00:00.000Z', to: '2026-11-25T16:00:00.000Z' });
  });

  it.each([
    ['from', '61125-01-01'],
    ['from', '100000-01-01'],
    ['from', '275760-09-13'],
    ['from', '0001-01-01'],
    ['to', '9999-12-31'],
    ['to', '2019-12-31'],
  ])('asks for nothing of a year that cannot be meant, and says so at the field: %s %s', async (name, day) => {
    await type(name, day);
    await query();
    expect(asked()).toHaveLength(1);
    expect(page.querySelector('app-field-problem .error')?.textContent).toBe(
      '请填写 2020-01-01 至 2099-12-31 之间的日期',
    );
    expect(document.activeElement).toBe(field(name));
    expect([text().includes('陈*明'), text().includes('没有查询结果')]).toEqual([false, true]);
  });

  it('lets the browser offer the days that there are', () => {
    expect(['from', 'to'].map((name) => [field(name).min, field(name).max])).toEqual(
      Array(2).fill(['2020-01-01', '2099-12-31']),
    );
  });

  it('says that the end is before the beginning, until one of both is changed', async () => {
    await type('from', '2026-11-25');
    await type('to', '2026-11-24');
    await query();
    expect([page.querySelector('app-field-problem .error')?.textContent, asked().length]).toEqual([
      '结束日期不能早于开始日期',
      1,
    ]);
    await type('from', '2026-11-24');
    expect(page.querySelector('app-field-problem .error')).toBeNull();
    await query();
    expect([asked().length, text().includes('陈*明')]).toEqual([2, true]);
  });

  it('does not take a day that is typed in part for no day', async () => {
    Object.defineProperty(field('to'), 'validity', { value: { badInput: true }, configurable: true });
    field('to').dispatchEvent(new Event('input'));
    await query();
    expect([page.querySelector('app-field-problem .error')?.textContent, asked().length]).toEqual([
      '请填写完整的日期',
      1,
    ]);
  });

  it('starts anew after what was wrong', async () => {
    await type('from', '9999-12-31');
    await query();
    page.querySelectorAll<HTMLButtonElement>('.buttons button')[1]!.click();
    await drawn();
    expect([
      field('from').value,
      asked().at(-1),
      page.querySelector('app-field-problem .error'),
      text().includes('陈*明'),
    ]).toEqual(['', {}, null, true]);
  });

  it('shows no rows of an earlier search when one is refused, but those before when there are no more', async () => {
    answered(refused(new Problem(503, 'REQUEST.UNAVAILABLE', { title: '服务暂不可用' })));
    page.querySelector<HTMLButtonElement>('.more')!.click();
    await drawn();
    expect([text().includes('陈*明'), text().includes('服务暂不可用')]).toEqual([true, true]);
    await query();
    expect([text().includes('陈*明'), text().includes('服务暂不可用')]).toEqual([false, true]);
  });

  it('goes on with what the list was asked with, whatever the form says by then', async () => {
    await type('name', '陈');
    page.querySelector<HTMLButtonElement>('.more')!.click();
    await drawn();
    expect(asked().at(-1)).toEqual({ cursor: 'more' });
  });

  it('shows the answer to what was asked last', async () => {
    const slow = Promise.withResolvers<Answer<'GET /api/scan-records'>>();
    answered(() => slow.promise as Promise<never>);
    await query();
    answered(() => ({ items: [] }));
    await query();
    slow.resolve({ items: [RECORD] });
    await drawn();
    expect([text().includes('陈*明'), text().includes('没有符合条件的扫码记录')]).toEqual([false, true]);
  });

  it('says at the field what the server refuses of it', async () => {
    const errors = [{ path: 'name', message: '含有看不见的字符', code: 'FIELD.UNSEEN_CHARACTERS' }];
    answered(refused(new Problem(400, 'REQUEST.MALFORMED', { errors })));
    await type('name', '\u200b');
    await query();
    expect(page.querySelector('#records-name-problem')?.textContent).toBe('含有看不见的字符');
  });
});
