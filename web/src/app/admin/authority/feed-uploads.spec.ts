import { TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Observable, Subject, throwError } from 'rxjs';
import admin from '../../../i18n/zh-CN/admin.json' with { type: 'json' };
import ui from '../../../i18n/zh-CN/ui.json' with { type: 'json' };
import { Api } from '../../api/client';
import { Problem } from '../../api/problem';
import { Batch, Feed } from '../../api/types';
import { Uploads, UploadStep } from '../../api/uploads';
import { ScriptedApi } from '../../testing/scripted-api';
import { Unsaved } from '../../ui/unsaved';
import { FeedUploads } from './feed-uploads';

const BATCH: Batch = {
  id: 'b1',
  feed: 'outpatient-records',
  fileName: 'one.csv',
  receivedAt: '2020-02-12T02:00:00Z',
  status: 'applied',
  accepted: 12,
  evidence: 5,
  unchanged: 0,
  rejected: 0,
};
const FAILED: Batch = {
  ...BATCH,
  id: 'b2',
  fileName: 'two.csv',
  status: 'failed',
  accepted: 0,
  evidence: 0,
  problem: {
    code: 'FEED.HEADER',
    title: { zh: '表头不正确', en: 'The header is wrong' },
    facts: { missing: 'department, visit_date' },
  },
};

const OUTPATIENTS: Feed = {
  key: 'outpatient-records',
  name: { zh: '门诊', en: 'Outpatients' },
  columns: [],
  asOf: '2020-02-11T00:00:00Z',
  late: false,
};

describe('The page where files are handed in', () => {
  let asOf: string;
  let list: Batch[];
  let steps: Subject<UploadStep<Batch>>;
  let send: () => Observable<UploadStep<Batch>>;
  let page: HTMLElement;
  const text = () => page.textContent!.replaceAll(/\s+/g, ' ');

  beforeEach(async () => {
    [asOf, list, steps] = [OUTPATIENTS.asOf!, [], new Subject()];
    send = () => steps;
    const problem = { code: 'ROW.DATE', title: { zh: '日期不存在', en: 'No such date' }, column: 'visit_date' };
    const authority = new ScriptedApi({
      'GET /api/feeds': () => ({ items: [{ ...OUTPATIENTS, asOf }] }),
      'GET /api/feeds/{feed}/batches': () => ({ items: list }),
      'GET /api/batches/{id}/rows': () => ({ items: [{ line: 3, reference: 'r3', result: 'rejected', problem }] }),
    });
    const translations = { 'zh-CN': { admin, ui } };
    TestBed.configureTestingModule({
      imports: [
        FeedUploads,
        TranslocoTestingModule.forRoot({
          langs: translations,
          translocoConfig: { availableLangs: ['zh-CN'], defaultLang: 'zh-CN' },
          preloadLangs: true,
        }),
      ],
      providers: [
        { provide: Api, useValue: authority },
        { provide: Uploads, useValue: { send: () => send() } },
      ],
    });
    page = TestBed.createComponent(FeedUploads).nativeElement as HTMLElement;
    await drawn();
  });

  async function drawn(): Promise<void> {
    for (let round = 0; round < 5; round++) await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  }

  async function choose(name: string): Promise<void> {
    const input = page.querySelector('input')!;
    Object.defineProperty(input, 'files', { value: [new File(['x'.repeat(2000)], name)], configurable: true });
    input.dispatchEvent(new Event('change'));
    await drawn();
  }

  async function step(given: UploadStep<Batch>): Promise<void> {
    steps.next(given);
    await drawn();
  }

  it('says how many bytes have left, and then that rows are being applied', async () => {
    await choose('one.csv');
    await step({ sent: 500, total: 2000 });
    expect(text()).toContain('正在上传 one.csv：25%（已发送 500 / 2,000 字节）');
    await step({ sent: 2000, total: 2000 });
    expect(text()).toContain('one.csv 已全部发送，正在核对和采用');
    expect(page.querySelector('mat-progress-bar')!.getAttribute('mode')).toBe('indeterminate');
  });

  it('asks before an upload is broken off, by every way out of the page', async () => {
    await choose('one.csv');
    await step({ sent: 500, total: 2000 });
    const closing = new Event('beforeunload', { cancelable: true });
    dispatchEvent(closing);
    expect(closing.defaultPrevented).toBe(true);
    const leaving = TestBed.inject(Unsaved).mayLeave();
    await drawn();
    expect(document.body.textContent).toContain('离开会中断上传');
    const leave = [...document.querySelectorAll<HTMLButtonElement>('mat-dialog-actions button')].at(-1)!;
    leave.click();
    expect(await leaving).toBe(true);
    expect(steps.observed).toBe(false);
  });

  it('shows of a file in progress how many of its rows are done, and looks again until all are', async () => {
    list = [{ ...BATCH, status: 'received', accepted: 500, unchanged: 20, rejected: 1, rows: 3000 }];
    await choose('one.csv');
    await new Promise((resolve) => setTimeout(resolve, 3100));
    await drawn();
    expect(text()).toContain('已处理 521 / 3,000 行');
    steps.complete();
    await drawn();
    list = [BATCH];
    await new Promise((resolve) => setTimeout(resolve, 3100));
    await drawn();
    expect(text()).not.toContain('已处理');
    expect(text()).toContain('已完成');
  }, 15_000);

  it('shows afterwards how new the data are, the counts, and where a row is wrong', async () => {
    await choose('one.csv');
    asOf = '2020-02-12T02:00:00Z';
    list = [BATCH];
    await step({ answer: BATCH });
    steps.complete();
    await drawn();
    expect(text()).toContain('数据截至 2020-02-12 10:00');
    expect(text()).toContain('已采用 12 行（其中 5 行为健康码核验依据）');
    expect([...page.querySelectorAll('.result tbody td')].map((cell) => cell.textContent!.trim())).toEqual([
      '3',
      'visit_date',
      'r3',
      '日期不存在',
    ]);
  });

  it("keeps nothing of the last file beside the next one's refusal, and names the columns it lacks", async () => {
    await choose('one.csv');
    await step({ answer: BATCH });
    steps.complete();
    await drawn();
    expect(text()).toContain('处理结果：one.csv');
    list = [FAILED];
    send = () =>
      throwError(
        () => new Problem(422, 'FEED.HEADER', { title: '表头不正确', facts: { missing: 'department, visit_date' } }),
      );
    await choose('two.csv');
    expect(text()).not.toContain('处理结果：one.csv');
    expect([...page.querySelectorAll('p.alert')].map((line) => line.textContent)).toEqual([
      '缺少的列：department, visit_date',
    ]);
    expect(page.querySelector('tbody')!.textContent).toContain('缺少的列：department, visit_date');
    expect(page.querySelector('mat-progress-bar')).toBeNull();
  });
});
