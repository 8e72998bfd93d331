import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form } from '@angular/forms/signals';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Api } from '../../api/client';
import { Problem } from '../../api/problem';
import { DrawnPage } from '../../testing/drawn-page';
import { ProblemNotice } from '../problem-notice';
import { SentForm } from './sent-form';
import { smsDigits } from './slips';
import { SmsCodeField } from './sms-code-field';

@Component({
  imports: [ProblemNotice, SentForm, SmsCodeField],
  template: `
    <form #sent="appForm" [appForm]="form" [send]="send">
      <app-sms-code-field [of]="form.smsCode" />
      <div id="below"><app-problem-notice [problem]="sent.problem()" [fields]="sent.marked()" /></div>
    </form>
  `,
})
class Confirmation {
  readonly form = form(signal({ smsCode: '' }), (path) => smsDigits(path.smsCode));
  readonly send = async () => undefined;
}

describe('A code by SMS', () => {
  let page: DrawnPage<Confirmation>;
  let answer: () => Promise<unknown>;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
    page = DrawnPage.of(Confirmation, [
      { provide: Api, useValue: { call: (what: string) => (what.startsWith('POST') ? answer() : Promise.reject()) } },
    ]);
  });
  afterEach(() => {
    page.element.remove();
    jest.useRealTimers();
  });

  const button = () => page.text('app-sms-code-field button');
  async function passes(ms: number): Promise<void> {
    await jest.advanceTimersByTimeAsync(ms);
    TestBed.tick();
  }
  async function asks(): Promise<void> {
    page.find('app-sms-code-field button').click();
    await passes(0);
  }

  it('asked for on another page a moment ago counts down at its button from what the server says is left', async () => {
    answer = () => Promise.reject(new Problem(429, 'SMS.TOO_SOON', { title: '过于频繁', retryAfterSeconds: 42 }));
    await asks();
    expect([button(), page.text('.hint'), page.find('.notice')]).toEqual([
      '42 秒后重发',
      '刚刚获取过验证码，请在 42 秒后再获取。',
      null,
    ]);
    await passes(12_000);
    expect(button()).toBe('30 秒后重发');
    await passes(30_000);
    expect([button(), page.text('.hint')]).toEqual(['获取验证码', '']);
  });

  it('refused for long tells the minutes', async () => {
    answer = () => Promise.reject(new Problem(429, 'SMS.TOO_SOON', { retryAfterSeconds: 1500 }));
    await asks();
    expect(button()).toBe('约 25 分钟后重发');
  });

  it('that cannot be sent says so at its button, not below the form', async () => {
    answer = () => Promise.reject(new Problem(0, 'NETWORK.UNREACHABLE'));
    await asks();
    expect([page.text('app-sms-code-field .notice .title'), page.find('#below .notice')]).toEqual([
      '网络连接不可用，请检查网络后重试',
      null,
    ]);
    answer = async () => ({ retryAfterSeconds: 60 });
    await asks();
    expect([button(), page.text('.hint'), page.find('.notice')]).toEqual(['60 秒后重发', '验证码已发送。', null]);
  });
});
