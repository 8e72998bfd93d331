import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Observable, Subject, throwError } from 'rxjs';
import admin from '../../../i18n/zh-CN/admin.json' with { type: 'json' };
import ui from '../../../i18n/zh-CN/ui.json' with { type: 'json' };
import { Api } from '../../api/client';
import { Problem } from '../../api/problem';
import { SessionStore } from '../../session/session-store';
import { Uploads, UploadStep } from '../../api/uploads';
import { ScriptedApi } from '../../testing/scripted-api';
import { UnsavedWork } from '../../ui/unsaved-work';
import { Feed } from './feed-columns';
import { FeedUploads } from './feed-uploads';
import { FileSending } from './file-sending';
import { Batch } from './handed-in';
import { Operation } from '../../ui/operation-progress';

const BATCH: Batch = {
  id: 'b1',
  feed: 'outpatient-records',
  fileName: 'one.csv',
  receivedAt: '2020-02-12T02:00:00Z',
  status: 'applied',
  rows: 12,
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

const OPERATION: Operation = {
  id: 'b1',
  kind: 'feed-file',
  state: 'applying',
  total: 3000,
  done: 1000,
  counts: { accepted: 990, rejected: 10 },
  rate: 2500,
  cancellable: false,
  receivedAt: '2020-02-12T02:00:00Z',
};
const APPLIED: Operation = { ...OPERATION, state: 'applied', done: 3000 };

const OUTPATIENTS: Feed = {
  key: 'outpatient-records',
  name: { zh: '门诊', en: 'Outpatients' },
  columns: [
    {
      name: 'visit_date',
      names: ['就诊日期', '就诊时间'],
      hint: { zh: '如 2020-02-09', en: 'Such as 2020-02-09' },
      optional: false,
      mayBeEmpty: false,
    },
  ],
  asOf: '2020-02-11T00:00:00Z',
  late: false,
};

const DRUGS: Feed = { ...OUTPATIENTS, key: 'drug-purchases', name: { zh: '购药', en: 'Drugs' } };

describe('The page where files are handed in', () => {
  let asOf: string;
  let list: Batch[];
  let steps: Subject<UploadStep<Operation>>;
  let send: () => Observable<UploadStep<Operation>>;
  let keys: string[];
  const who = signal('');
  let operation: Operation;
  let authority: ScriptedApi;
  let page: HTMLElement;
  const text = () => page.textContent!.replaceAll(/\s+/g, ' ');

  beforeEach(async () => {
    sessionStorage.clear();
    who.set('lin');
    [asOf, list, steps, keys] = [OUTPATIENTS.asOf!, [], new Subject(), []];
    send = () => steps;
    const problem = { code: 'ROW.DATE', title: { zh: '日期不存在', en: 'No such date' }, column: 'visit_date' };
    operation = OPERATION;
    authority = new ScriptedApi({
      'GET /api/feeds': () => ({ items: [DRUGS, { ...OUTPATIENTS, asOf }] }),
      'GET /api/operations/{id}': () => operation,
      'POST /api/operations/{id}/cancellation': () =>
        (operation = { ...operation, state: 'cancelled', cancellable: false }),
      'GET /api/feeds/{feed}/batches': ({ path }) => ({ items: list.filter(({ feed }) => feed === path!['feed']) }),
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
        FileSending,
        { provide: SessionStore, useValue: { session: () => ({ accountId: who() }) } },
        {
          provide: Uploads,
          useValue: { send: (...[, , , key]: Parameters<Uploads['send']>) => (keys.push(key), send()) },
        },
      ],
    });
    await load();
  });

  async function load(): Promise<void> {
    page = TestBed.createComponent(FeedUploads).nativeElement as HTMLElement;
    await drawn();
  }

  async function drawn(): Promise<void> {
    for (let round = 0; round < 5; round++) await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  }

  async function choose(name: string, size = 2000): Promise<void> {
    const input = page.querySelectorAll('input')[1]!;
    Object.defineProperty(input, 'files', {
      value: [new File(['x'.repeat(size)], name, { lastModified: 1 })],
      configurable: true,
    });
    input.dispatchEvent(new Event('change'));
    await drawn();
  }

  async function press(label: string): Promise<void> {
    [...page.querySelectorAll('button')].find((button) => button.textContent!.trim() === label)!.click();
    await drawn();
  }

  /** Of the outpatients. */
  async function showList(): Promise<void> {
    const buttons = [...page.querySelectorAll('button')];
    buttons.filter(({ textContent }) => textContent!.trim() === '上传记录')[1]!.click();
    await drawn();
  }

  async function showResult(): Promise<void> {
    list = [{ ...BATCH, rejected: 1 }];
    await showList();
    await press('查看问题行');
    expect(text()).toContain('处理结果：one.csv');
  }

  async function step(given: UploadStep<Operation>): Promise<void> {
    steps.next(given);
    await drawn();
  }

  it('says how many bytes have left, and then that the last rows are being read', async () => {
    await choose('one.csv');
    await step({ sent: 500, total: 2000 });
    expect(text()).toContain('正在上传 one.csv：25%（已发送 500 / 2,000 字节）');
    await step({ sent: 2000, total: 2000 });
    expect(text()).toContain('one.csv 已全部发送，正在核对最后几行');
    expect(page.querySelector('mat-progress-bar')!.getAttribute('mode')).toBe('indeterminate');
  });

  it('asks before an upload is broken off, by every way out of the page', async () => {
    await choose('one.csv');
    await step({ sent: 500, total: 2000 });
    const closing = new Event('beforeunload', { cancelable: true });
    dispatchEvent(closing);
    expect(closing.defaultPrevented).toBe(true);
    const leaving = TestBed.inject(UnsavedWork).mayLeave();
    await drawn();
    expect(document.body.textContent).toContain('离开会中断上传');
    const leave = [...document.querySelectorAll<HTMLButtonElement>('dialog button')].at(-1)!;
    leave.click();
    expect(await leaving).toBe(true);
    expect(steps.observed).toBe(false);
  });

  it('sends a file to the feed whose button was pressed, and shows what was handed in to that one', async () => {
    await choose('one.csv');
    expect(text()).toContain('上传记录：门诊');
    await step({ answer: OPERATION });
    steps.complete();
    await drawn();
    expect(authority.asked.filter(({ route }) => route === 'GET /api/feeds/{feed}/batches').at(-1)!.path).toEqual({
      feed: 'outpatient-records',
    });
  });

  it('shows how far a file is, its rate and counts, until it is applied; then what was wrong with it', async () => {
    list = [{ ...BATCH, status: 'applying', rows: 3000 }];
    await choose('one.csv');
    await step({ answer: OPERATION });
    steps.complete();
    await drawn();
    expect(text()).toContain('已处理 1,000 / 3,000 行');
    expect(text()).toContain('每秒 2,500 行');
    expect(text()).toContain('未采用 10 行');
    expect(page.querySelector('mat-progress-bar')!.getAttribute('aria-valuenow')).toBe('33');
    [operation, list, asOf] = [APPLIED, [BATCH], '2020-02-12T02:00:00Z'];
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await drawn();
    expect(page.querySelector('mat-progress-bar')).toBeNull();
    expect(text()).toContain('数据截至 2020-02-12 10:00');
    expect(text()).toContain('已采用 12 行（其中 5 行为健康码核验依据）');
    expect([...page.querySelectorAll('.result tbody td')].map((cell) => cell.textContent!.trim())).toEqual([
      '3',
      '就诊日期（visit_date）',
      'r3',
      '日期不存在',
    ]);
  });

  it('goes on showing after the page was loaded again, and lets go of what is not applied yet', async () => {
    list = [{ ...BATCH, status: 'staged', rows: 3000 }];
    operation = { ...OPERATION, state: 'staged', done: 0, counts: {}, cancellable: true };
    await showList();
    expect(text()).toContain('one.csv：已全部收到，等待处理');
    list = [{ ...BATCH, status: 'cancelled' }];
    await press('取消任务');
    expect(text()).not.toContain('等待处理');
    expect(text()).toContain('one.csv：已取消，未采用任何内容');
    expect(document.activeElement?.id).toBe('ended');
  });

  it('begins with the feed of which a file is being applied', async () => {
    list = [{ ...BATCH, status: 'applying', rows: 3000 }];
    await load();
    expect(text()).toContain('上传记录：门诊');
    expect(text()).toContain('已处理 1,000 / 3,000 行');
  });

  it('says what was wrong with a file also when the list is the first to know that it is applied', async () => {
    list = [{ ...BATCH, status: 'applying' }];
    await showList();
    list = [{ ...BATCH, rejected: 1 }];
    await new Promise((resolve) => setTimeout(resolve, 3100));
    await drawn();
    expect(text()).toContain('处理结果：one.csv');
  }, 20_000);

  it('says what was wrong with a small file, too, which is applied before anybody looks', async () => {
    list = [{ ...BATCH, rejected: 1 }];
    await choose('one.csv');
    await step({ answer: APPLIED });
    steps.complete();
    await drawn();
    expect(text()).toContain('处理结果：one.csv');
    expect(text()).toContain('日期不存在');
  });

  it('sends a file whose answer was lost under the same name again, and another one under another', async () => {
    send = () => throwError(() => new Problem(0, 'NETWORK.UNREACHABLE'));
    await choose('one.csv');
    send = () => steps;
    await press('重新发送 one.csv');
    expect(text()).not.toContain('重新发送');
    await step({ answer: OPERATION });
    steps.complete();
    await drawn();
    await choose('one.csv');
    expect(keys[0]).toMatch(/^[\x21-\x7e]{32,}$/);
    expect(keys).toEqual([keys[0], keys[0], keys[2]]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('calls a file that is chosen again after the page was loaded again what it was called before', async () => {
    await choose('one.csv');
    await load();
    await choose('one.csv');
    expect(keys).toEqual([keys[0], keys[0]]);
    expect(JSON.stringify(sessionStorage)).not.toContain('one.csv');
    await step({ answer: OPERATION });
    steps.complete();
    await drawn();
    await choose('one.csv');
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('calls another file otherwise, and one that was refused, too', async () => {
    await choose('one.csv');
    await load();
    await choose('two.csv', 3000);
    send = () => throwError(() => new Problem(422, 'FEED.HEADER', { title: '表头不正确' }));
    await load();
    await choose('two.csv', 3000);
    await choose('two.csv', 3000);
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe(keys[1]);
  });

  it("keeps nothing of the last file beside the next one's refusal, and names the columns it lacks", async () => {
    await showResult();
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
    expect(document.activeElement?.id).toBe('refused');
    expect(text()).not.toContain('重新发送');
    expect(page.querySelector('td.status')!.textContent).toContain('缺少的列：department, visit_date');
    expect(page.querySelector('mat-progress-bar')).toBeNull();
  });

  it('shows what was handed in to a feed while a file leaves for it, and how far the files of the other feed are', async () => {
    const drugs: Batch = { ...BATCH, id: 'd1', feed: DRUGS.key, fileName: 'drugs.csv', status: 'applying' };
    list = [drugs, { ...BATCH, fileName: 'earlier.csv' }];
    await load();
    expect(text()).toContain('上传记录：购药');
    await choose('one.csv');
    await step({ sent: 500, total: 2000 });
    expect(text()).toContain('上传记录：门诊');
    expect(text()).toContain('earlier.csv');
    expect(text()).not.toContain('还没有上传记录');
    expect(text()).toContain('drugs.csv：正在处理');
  });

  it('does not say that nothing was handed in before it knows', async () => {
    const unknown = Promise.withResolvers<{ items: Batch[] }>();
    authority.script['GET /api/feeds/{feed}/batches'] = () => unknown.promise;
    await load();
    await showList();
    expect(text()).not.toContain('还没有上传记录');
    unknown.resolve({ items: [] });
    await drawn();
    expect(text()).toContain('还没有上传记录');
  });

  it('breaks off what is leaving when the operator says so, and the next file is another one', async () => {
    await choose('one.csv');
    await step({ sent: 500, total: 2000 });
    list = [{ ...BATCH, status: 'received' }];
    await press('取消上传');
    expect(steps.observed).toBe(false);
    expect(page.querySelector('app-operation-progress')).toBeNull();
    expect(text()).not.toContain('正在上传 one.csv');
    expect(text()).toContain('已停止上传 one.csv；未完整送达的文件不采用任何记录');
    expect(document.activeElement?.id).toBe('ended');
    expect(await TestBed.inject(UnsavedWork).mayLeave()).toBe(true);
    await choose('one.csv');
    expect(text()).not.toContain('已停止上传');
    expect(keys[1]).not.toBe(keys[0]);
  });

  it('keeps the file that the operator asked for, whichever else ends meanwhile', async () => {
    const running: Batch = { ...BATCH, id: 'b2', fileName: 'two.csv', status: 'applying' };
    list = [running, { ...BATCH, rejected: 1 }];
    await showList();
    await press('查看问题行');
    list = [{ ...running, status: 'applied', rejected: 1 }, list[1]!];
    await new Promise((resolve) => setTimeout(resolve, 3100));
    await drawn();
    expect(text()).not.toContain('two.csv：正在处理');
    expect(text()).toContain('处理结果：one.csv');
  }, 20_000);

  it('keeps the reason of a refusal, whichever file ends meanwhile', async () => {
    const running: Batch = { ...BATCH, id: 'b3', fileName: 'three.csv', status: 'applying' };
    list = [running];
    send = () => throwError(() => new Problem(422, 'FEED.HEADER', { title: '表头不正确' }));
    await choose('two.csv');
    list = [{ ...running, status: 'applied' }];
    await new Promise((resolve) => setTimeout(resolve, 3100));
    await drawn();
    expect(text()).toContain('表头不正确');
  }, 20_000);

  it('finds a file still leaving that began before somebody had to sign in again', async () => {
    await choose('one.csv');
    await step({ sent: 500, total: 2000 });
    await load();
    expect(text()).toContain('上传记录：门诊');
    expect(text()).toContain('正在上传 one.csv：25%');
    who.set('chen');
    await load();
    expect(text()).not.toContain('one.csv');
  });
});
