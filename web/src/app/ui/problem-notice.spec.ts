import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import uiInEnglish from '../../i18n/en/ui.json' with { type: 'json' };
import ui from '../../i18n/zh-CN/ui.json' with { type: 'json' };
import { Problem } from '../api/problem';
import { EMPTY, FieldProblem } from './field-problem';
import { Gaps } from './gaps';
import { Language } from './language';
import { ProblemNotice } from './problem-notice';

@Component({
  imports: [FieldProblem, Gaps, ProblemNotice],
  template: `
    <input id="name" aria-describedby="name-hint" /><span id="name-hint"></span
    ><app-field-problem path="name" field="name" [problem]="problem()" /> <input id="mobile" /><app-field-problem
      path="mobile"
      field="mobile"
      [problem]="problem()"
    />
    <app-problem-notice [problem]="problem()" [fields]="['name', 'mobile']" />
    <form appGaps>
      <input id="password" /><app-field-problem path="password" field="password" [problem]="problem()" [gap]="gap()" />
      <input id="agreed" /><app-field-problem field="agreed" [gap]="empty" />
      <button type="submit">→</button>
    </form>
  `,
})
class Form {
  readonly problem = signal<unknown>(undefined);
  readonly gap = signal<string>(EMPTY);
  protected readonly empty = EMPTY;
}

describe('A problem on a page', () => {
  let form: Form;
  let page: HTMLElement;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
    const langs = { 'zh-CN': { ui }, en: { ui: uiInEnglish } };
    TestBed.configureTestingModule({
      imports: [
        Form,
        TranslocoTestingModule.forRoot({
          langs,
          translocoConfig: { availableLangs: ['zh-CN', 'en'], defaultLang: 'zh-CN', reRenderOnLangChange: true },
          preloadLangs: true,
        }),
      ],
    });
    const fixture = TestBed.createComponent(Form);
    form = fixture.componentInstance;
    page = fixture.nativeElement as HTMLElement;
    document.body.append(page);
    TestBed.tick();
  });
  afterEach(() => {
    page.remove();
    jest.useRealTimers();
  });

  const text = (selector: string) => page.querySelector(selector)?.textContent?.trim();

  const marks = (id: string) =>
    ['aria-invalid', 'aria-describedby'].map((name) => page.querySelector(`#${id}`)!.getAttribute(name));

  it('says when to try again, runs down, and says when it may be tried', async () => {
    form.problem.set(new Problem(429, 'REQUEST.TOO_MANY', { title: '请求过于频繁', retryAfterSeconds: 45 }));
    TestBed.tick();
    expect(text('.later')).toBe('请在 45 秒后重试');
    await jest.advanceTimersByTimeAsync(5000);
    TestBed.tick();
    expect(text('.later')).toBe('请在 40 秒后重试');
    await jest.advanceTimersByTimeAsync(41_000);
    TestBed.tick();
    expect(text('.later')).toBe('现在可以重试');
    form.problem.set(new Problem(503, 'REQUEST.UNAVAILABLE', { retryAfterSeconds: 600 }));
    TestBed.tick();
    expect(text('.later')).toBe('请在约 10 分钟后重试');
  });

  it("stands at the field it names, in the server's words, and the notice does not repeat it", () => {
    const errors = [{ path: 'name', message: '姓名含有不能显示的字符', code: 'FIELD.NAME' }];
    form.problem.set(new Problem(400, 'REQUEST.MALFORMED', { title: '请求内容有误', errors }));
    TestBed.tick();
    expect(text('#name-problem')).toBe('姓名含有不能显示的字符');
    expect(marks('name')).toEqual(['true', 'name-problem name-hint']);
    expect(document.activeElement?.id).toBe('name');
    expect([
      page.querySelector('#mobile-problem'),
      page.querySelector('.notice li'),
      page.querySelector('.notice')?.textContent?.includes('请更正标出的内容'),
    ]).toEqual([null, null, true]);
    form.problem.set(undefined);
    TestBed.tick();
    expect([page.querySelector('#name-problem'), ...marks('name')]).toEqual([null, null, 'name-hint']);
  });

  it('that names no field but is about one stands there, too', () => {
    form.gap.set('');
    form.problem.set(new Problem(422, 'PASSWORD.WEAK', { title: '密码须为12至128个字符' }));
    TestBed.tick();
    expect([text('#password-problem'), ...marks('password'), document.activeElement?.id]).toEqual([
      '密码须为12至128个字符',
      'true',
      'password-problem',
      'password',
    ]);
  });

  it('that the page sees itself is said when the field was left, and what is empty when the form was pressed, which leads to the first', async () => {
    form.gap.set('ui.sms.short');
    TestBed.tick();
    expect(marks('password')).toEqual([null, null]);
    page.querySelector('#password')!.dispatchEvent(new Event('blur'));
    TestBed.tick();
    expect([text('#password-problem'), ...marks('password'), ...marks('agreed')]).toEqual([
      '请输入 6 位验证码',
      'true',
      'password-problem',
      null,
      null,
    ]);
    form.gap.set('');
    TestBed.tick();
    expect(marks('password')).toEqual([null, null]);
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    TestBed.tick();
    expect([text('#agreed-problem'), document.activeElement?.id]).toEqual(['请填写此项', 'agreed']);
  });

  it('speaks the language of the page also after a switch', async () => {
    form.gap.set('ui.sms.short');
    form.problem.set(
      new Problem(422, 'PASSWORD.WEAK', { title: '密码太弱', words: { zh: '密码太弱', en: 'Too weak' } }),
    );
    TestBed.tick();
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    TestBed.tick();
    await TestBed.inject(Language).use('en', false);
    TestBed.tick();
    expect([text('#password-problem'), text('#agreed-problem')]).toEqual(['The code has 6 digits', 'Fill this in']);
    form.gap.set('');
    TestBed.tick();
    expect(text('#password-problem')).toBe('Too weak');
    await TestBed.inject(Language).use('zh-CN', false);
  });

  it('is told in the language of the page, also when that is changed while it stands there', async () => {
    const words = { zh: '姓名有误', en: 'The name is wrong' };
    const errors = [
      { path: 'name', message: words.zh, code: 'FIELD.NAME', words },
      { path: 'id', message: words.zh, code: 'FIELD.NAME', words },
    ];
    form.problem.set(
      new Problem(400, 'REQUEST.MALFORMED', {
        title: '请求内容有误',
        words: { zh: '请求内容有误', en: 'Not well formed' },
        errors,
      }),
    );
    TestBed.tick();
    const told = () => ['.title', '#name-problem', '.notice li'].map(text);
    expect(told()).toEqual(['请求内容有误', '姓名有误', '姓名有误 (id)']);
    await TestBed.inject(Language).use('en', false);
    TestBed.tick();
    expect(told()).toEqual(['Not well formed', 'The name is wrong', 'The name is wrong (id)']);
    await TestBed.inject(Language).use('zh-CN', false);
  });

  it("of a field that the page does not have is told in the notice, never in the schema's English", () => {
    const errors = [{ path: 'id', message: 'Invalid UUID' }];
    form.problem.set(new Problem(400, 'REQUEST.MALFORMED', { errors }));
    TestBed.tick();
    expect(text('.notice li')).toBe('此项填写有误，请核对 (id)');
    form.problem.set(
      new Problem(400, 'REQUEST.MALFORMED', {
        errors: [{ path: 'id', message: '编号有误，请刷新页面后重试', code: 'FIELD.ID' }],
      }),
    );
    TestBed.tick();
    expect(text('.notice li')).toBe('编号有误，请刷新页面后重试 (id)');
  });
});
