import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { GREEN, VIOLET } from '../testing/colours';
import { DrawnPage } from '../testing/drawn-page';
import { Api } from '../api/client';
import { Problem } from '../api/problem';
import { ClockState } from '../api/server-clock';
import { CodeKeeper } from './code-keeper';
import { CodePage, pauseBeforeSync } from './code-page';
import { CodeState, CodeView } from './code-state';

const NINE = Date.parse('2026-11-23T01:00:05Z');
const green: Omit<CodeView, 'causes'> = {
  codeId: 'code',
  serial: '123456789',
  maskedName: '陈*明',
  colour: 'green',
  colourWords: GREEN,
  dataAsOf: [],
  ruleVersion: 1,
  digitsEpoch: 0,
  serverTime: '',
};

const qr = { viewBox: '0 0 1 1', path: 'M0 0h1v1h-1z' };
const digits = ['1234', '5678', '9012', '3456'];
const shownGreen: CodeState = { kind: 'shown', view: green, held: { qr, digits, digitsNeedSms: false } };

class ShownCode {
  now = NINE;
  readonly clock = {
    now: () => this.now,
    watch: () => undefined,
    wake: () => undefined,
    state: signal<ClockState>('right'),
  };
  readonly state = signal<CodeState>(shownGreen);
  readonly causes = signal([]);
  readonly offline = signal(false);
  open = async () => undefined;
  sync = jest.fn(async () => undefined);
  refreshShown = jest.fn(async () => undefined);
}

describe('The code page', () => {
  let shown: ShownCode;
  let page: HTMLElement;

  beforeEach(async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
    shown = new ShownCode();
    page = DrawnPage.of(CodePage, [
      provideRouter([]),
      { provide: CodeKeeper, useValue: shown },
      { provide: Api, useValue: { call: async () => ({ name: '陈小明' }) } },
    ]).element;
    await drawn();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  async function drawn(): Promise<void> {
    await jest.advanceTimersByTimeAsync(0);
    TestBed.tick();
    await Promise.resolve();
    TestBed.tick();
  }

  const text = (selector: string) => page.querySelector(selector)?.textContent?.trim() ?? '';

  const paint = () => page.querySelector<HTMLElement>('article')!.style.getPropertyValue('--colour');

  it('says the colour in words beside an icon', () => {
    expect(text('#verdict')).toBe('绿色核验通过');
    expect(page.querySelector('#verdict svg')).not.toBeNull();
  });

  it('calls a colour that it does not know by its own word, under a sign and a paint that mean nothing', async () => {
    const sign = () => page.querySelector('#verdict path')!.getAttribute('d');
    const tick = sign();
    shown.state.set({ ...shownGreen, view: { ...green, colour: 'violet', colourWords: VIOLET } });
    await drawn();
    expect(text('#verdict')).toBe('紫色暂缓通行');
    expect([sign() === tick, paint()]).toEqual([false, 'var(--bm-ink-soft)']);
    expect(text('app-reasons h2')).toBe('为什么是紫色');
  });

  it('says into which colour it turns', async () => {
    const view = { ...green, until: '2020-02-24T16:00:00Z', nextColourWords: VIOLET };
    shown.state.set({ ...shownGreen, view });
    await drawn();
    expect(text('.until')).toBe('预计 2020-02-25 00:00 转为紫色');
  });

  it('shows the digits in four groups above the picture', () => {
    expect([...page.querySelectorAll('.digits span')].map((group) => group.textContent)).toEqual([
      '1234',
      '5678',
      '9012',
      '3456',
    ]);
    expect(page.querySelector('.digits')!.compareDocumentPosition(page.querySelector('.qr')!)).toBe(
      Node.DOCUMENT_POSITION_FOLLOWING,
    );
  });

  it("runs with the server's seconds and has a new code made every 30 of them", async () => {
    expect(text('.clock')).toBe('09:00:05');
    const before = shown.refreshShown.mock.calls.length;
    shown.now = NINE + 25_000;
    await jest.advanceTimersByTimeAsync(1100);
    await drawn();
    expect(text('.clock')).toBe('09:00:30');
    expect(shown.refreshShown.mock.calls.length).toBe(before + 1);
  });

  it('masks the name until asked', async () => {
    expect(text('.name span')).toBe('陈*明');
    page.querySelector<HTMLButtonElement>('.name button')!.click();
    await drawn();
    expect(text('.name span')).toBe('陈小明');
  });

  it('says so without network, and shows all the same', async () => {
    shown.offline.set(true);
    await drawn();
    expect(text('.notice')).toBe('当前无网络，仍可正常出示');
    expect(page.querySelector('.qr')).not.toBeNull();
  });

  it('shows neither picture nor digits once they ran out', async () => {
    shown.state.set({ kind: 'stale', view: green });
    await drawn();
    expect(page.querySelector('.qr')).toBeNull();
    expect(page.querySelector('.digits')).toBeNull();
    expect(text('[role=alert]')).toContain('二维码已过期');
  });

  it.each<[string, CodeState, string]>([
    ['expired', { kind: 'stale', view: green }, '已过期'],
    ['of a device that is not confirmed', { kind: 'needs-sms', view: green }, '待确认'],
    ['not made yet', { kind: 'preparing', view: green }, '正在准备'],
    ['refused', { kind: 'not-issued', view: green, problem: new Problem(503, 'X') }, '暂不能展码'],
    ['on a browser that computes nothing', { kind: 'insecure', view: green }, '暂不能展码'],
  ])('%s stands in no colour, though the colour is known', async (_why, state, word) => {
    expect(paint()).toBe('var(--bm-green)');
    shown.state.set(state);
    await drawn();
    expect(paint()).toBe('var(--bm-ink-soft)');
    expect(text('#verdict strong')).toBe(word);
    expect(page.querySelector('article')!.textContent).not.toContain('核验通过');
  });

  it('without network and with a clock in doubt promises nothing and says what to do', async () => {
    shown.offline.set(true);
    shown.clock.state.set('doubtful');
    shown.state.set({ ...shownGreen, kind: 'doubtful' });
    await drawn();
    expect([paint(), text('#verdict strong')]).toEqual(['var(--bm-ink-soft)', '时间待校准']);
    expect([...page.querySelectorAll('.notice')].map((notice) => notice.textContent)).toEqual([
      expect.stringContaining('自动设置时间'),
    ]);
    expect(page.textContent).not.toMatch(/仍可正常出示|核验通过|有效至/);
    expect(page.querySelector('.qr')).not.toBeNull();
  });

  it('asks again within seconds when the network is back but the first question failed', async () => {
    shown.offline.set(true);
    window.dispatchEvent(new Event('online'));
    await jest.advanceTimersByTimeAsync(0);
    const asked = shown.sync.mock.calls.length;
    await jest.advanceTimersByTimeAsync(10_000);
    expect(shown.sync.mock.calls.length - asked).toBeGreaterThanOrEqual(2);
  });

  it('asks less and less often while nobody answers, never less than once a minute', () => {
    expect([1, 2, 3, 4, 5, 6, 20].map(pauseBeforeSync)).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(pauseBeforeSync(0)).toBe(60_000);
  });

  it('that another tab ended is closed here, too', async () => {
    shown.state.set({ kind: 'closed' });
    await drawn();
    expect([page.querySelector('article'), page.querySelector('.qr')]).toEqual([null, null]);
    expect(text('.notice')).toContain('本机已停止展码');
  });
});
