import { Component, signal } from '@angular/core';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Api } from '../../api/client';
import { DrawnPage } from '../../testing/drawn-page';
import { savedFiles } from '../../testing/saved-files';
import { ScriptedApi } from '../../testing/scripted-api';
import type { ColumnOfFeed } from './feed-columns';
import type { Batch } from './handed-in';
import { ProblemRows } from './problem-rows';

const BATCH: Batch = {
  id: 'b1',
  feed: 'outpatient-records',
  fileName: 'one.final.csv',
  receivedAt: '2020-02-12T02:00:00Z',
  status: 'applying',
  rows: 12,
  accepted: 9,
  evidence: 5,
  unchanged: 0,
  rejected: 3,
};
const VISIT_DATE: ColumnOfFeed = {
  name: 'visit_date',
  names: ['就诊日期'],
  hint: { zh: '', en: '' },
  optional: false,
  mayBeEmpty: false,
};
const problem = { code: 'ROW.DATE', title: { zh: '日期不存在', en: 'No such date' } };
const FIRST = { line: 3, reference: '=cmd()', result: 'rejected', problem: { ...problem, column: 'visit_date' } };
const LAST = { line: 9, reference: '350102195501011234', result: 'rejected', problem };

@Component({
  imports: [ProblemRows],
  template: '<app-problem-rows [batch]="batch()" [columnsOfFeed]="columns" />',
})
class Page {
  readonly batch = signal(BATCH);
  readonly columns = [VISIT_DATE];
}

describe('The rows of a file that were refused', () => {
  let server: ScriptedApi;
  let page: DrawnPage<Page>;
  const cells = () => [...page.element.querySelectorAll('tbody td')].map((cell) => cell.textContent!.trim());

  beforeEach(async () => {
    server = new ScriptedApi({
      'GET /api/batches/{id}/rows': ({ query }) =>
        query!['cursor'] ? { items: [LAST] } : { items: [FIRST], next: 'more' },
    });
    page = DrawnPage.of(Page, [{ provide: Api, useValue: server }]);
    await page.settled();
  });

  it('are shown part by part, the columns as clerks call them', async () => {
    expect(cells()).toEqual(['3', '就诊日期（visit_date）', '=cmd()', '日期不存在']);
    await page.press('加载更多');
    expect(cells()).toHaveLength(8);
  });

  it('are asked for again when the file is done, or is another one, and not with each count that rises', async () => {
    const asked = () => server.asked.map(({ path }) => path!['id']);
    page.instance.batch.set({ ...BATCH, rejected: 4 });
    await page.settled();
    expect(asked()).toEqual(['b1']);
    page.instance.batch.set({ ...BATCH, status: 'applied' });
    await page.settled();
    page.instance.batch.set({ ...BATCH, id: 'b2' });
    await page.settled();
    expect(asked()).toEqual(['b1', 'b1', 'b2']);
  });

  it('can be kept as a file, all of them, and no spreadsheet reckons with what they say', async () => {
    const saved = savedFiles();
    await page.press('下载问题行');
    expect(saved[0]!.name).toBe('问题行-one.final.csv');
    expect(await saved[0]!.text).toBe(
      "\ufeff行号,列,编号,问题\r\n3,就诊日期（visit_date）,'=cmd(),日期不存在\r\n9,,'350102195501011234,日期不存在\r\n",
    );
  });

  it('are no file when one part of them does not come', async () => {
    const saved = savedFiles();
    server.script['GET /api/batches/{id}/rows'] = ({ query }) =>
      query!['cursor'] ? Promise.reject(new Error('gone')) : { items: [FIRST], next: 'more' };
    await page.press('下载问题行');
    expect(saved).toEqual([]);
    expect(page.find('[role=alert]')).not.toBeNull();
  });
});
