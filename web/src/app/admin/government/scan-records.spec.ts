import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Api } from '../../api/client';
import { Answer, Item } from '../../api/contract';
import { Problem } from '../../api/problem';
import { GREEN } from '../../testing/colours';
import { DrawnPage } from '../../testing/drawn-page';
import { ScriptedApi } from '../../testing/scripted-api';
import { ScanRecords } from './scan-records';

const RECORD: Item<'GET /api/scan-records'> = {
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
  let page: DrawnPage<ScanRecords>;
  const field = (name: string) => page.find<HTMLInputElement>(`#records-${name}`);
  const type = (name: string, value: string) => page.type(`#records-${name}`, value);
  const problem = () => page.text('app-field-problem .error');

  beforeEach(async () => {
    government = new ScriptedApi({
      'GET /api/scan-points': () => ({ items: [] }),
      'GET /api/colours': () => ({ items: [] }),
    });
    answered(() => ({ items: [RECORD], next: 'more' }));
    page = DrawnPage.of(ScanRecords, [provideRouter([]), { provide: Api, useValue: government }]);
    await page.settled();
  });

  it('asks for Shanghai days', async () => {
    await type('from', '2026-11-25');
    await type('to', '2026-11-25');
    await page.send();
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
    await page.send();
    expect(asked()).toHaveLength(1);
    expect(problem()).toBe('请填写 2020-01-01 至 2099-12-31 之间的日期');
    expect(document.activeElement).toBe(field(name));
    expect(page.says('陈*明', '没有查询结果')).toEqual([false, true]);
  });

  it('lets the browser offer the days that there are', () => {
    expect(['from', 'to'].map((name) => [field(name).min, field(name).max])).toEqual(
      Array(2).fill(['2020-01-01', '2099-12-31']),
    );
  });

  it('says that the end is before the beginning, until one of both is changed', async () => {
    await type('from', '2026-11-25');
    await type('to', '2026-11-24');
    await page.send();
    expect([problem(), asked().length]).toEqual(['结束日期不能早于开始日期', 1]);
    await type('from', '2026-11-24');
    expect(problem()).toBeUndefined();
    await page.send();
    expect([asked().length, ...page.says('陈*明')]).toEqual([2, true]);
  });

  it('does not take a day that is typed in part for no day', async () => {
    Object.defineProperty(field('to'), 'validity', { value: { badInput: true }, configurable: true });
    field('to').dispatchEvent(new Event('input'));
    await page.send();
    expect([problem(), asked().length]).toEqual(['请填写完整的日期', 1]);
  });

  it('starts anew after what was wrong', async () => {
    await type('from', '9999-12-31');
    await page.send();
    await page.press('重置');
    expect([field('from').value, asked().at(-1), problem(), ...page.says('陈*明')]).toEqual(['', {}, undefined, true]);
  });

  it('shows no rows of an earlier search when one is refused, but those before when there are no more', async () => {
    answered(refused(new Problem(503, 'REQUEST.UNAVAILABLE', { title: '服务暂不可用' })));
    await page.press('加载更多');
    expect(page.says('陈*明', '服务暂不可用')).toEqual([true, true]);
    await page.send();
    expect(page.says('陈*明', '服务暂不可用')).toEqual([false, true]);
  });

  it('goes on with what the list was asked with, whatever the form says by then', async () => {
    await type('name', '陈');
    await page.press('加载更多');
    expect(asked().at(-1)).toEqual({ cursor: 'more' });
  });

  it('shows the answer to what was asked last', async () => {
    const slow = Promise.withResolvers<Answer<'GET /api/scan-records'>>();
    answered(() => slow.promise as Promise<never>);
    await page.send();
    answered(() => ({ items: [] }));
    await page.send();
    slow.resolve({ items: [RECORD] });
    await page.settled();
    expect(page.says('陈*明', '还没有扫码记录')).toEqual([false, true]);
  });

  it('says at the field what the server refuses of it', async () => {
    const errors = [{ path: 'name', message: '含有看不见的字符', code: 'FIELD.UNSEEN_CHARACTERS' }];
    answered(refused(new Problem(400, 'REQUEST.MALFORMED', { errors })));
    await type('name', '\u200b');
    await page.send();
    expect(page.text('#records-name-problem')).toBe('含有看不见的字符');
  });
});
