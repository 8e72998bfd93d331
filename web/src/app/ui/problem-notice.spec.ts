import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Problem } from '../api/problem';
import { DrawnPage } from '../testing/drawn-page';
import { Language } from './language';
import { ProblemNotice } from './problem-notice';

@Component({
  imports: [ProblemNotice],
  template: `<app-problem-notice [problem]="problem()" [fields]="['name']" />`,
})
class Form {
  readonly problem = signal<unknown>(undefined);
}

describe('A problem on a page', () => {
  let form: Form;
  let page: DrawnPage<Form>;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
    page = DrawnPage.of(Form);
    form = page.instance;
  });
  afterEach(() => {
    page.element.remove();
    jest.useRealTimers();
  });

  it('says when to try again, runs down, and says when it may be tried', async () => {
    form.problem.set(new Problem(429, 'REQUEST.TOO_MANY', { title: '请求过于频繁', retryAfterSeconds: 45 }));
    TestBed.tick();
    expect(page.text('.later')).toBe('请在 45 秒后重试');
    await jest.advanceTimersByTimeAsync(5000);
    TestBed.tick();
    expect(page.text('.later')).toBe('请在 40 秒后重试');
    await jest.advanceTimersByTimeAsync(41_000);
    TestBed.tick();
    expect(page.text('.later')).toBe('现在可以重试');
    form.problem.set(new Problem(503, 'REQUEST.UNAVAILABLE', { retryAfterSeconds: 600 }));
    TestBed.tick();
    expect(page.text('.later')).toBe('请在约 10 分钟后重试');
  });

  it('does not repeat what is told at a field', () => {
    const name = { path: 'name', message: '姓名含有不能显示的字符', code: 'FIELD.NAME' };
    const id = { path: 'id', message: '编号有误', code: 'FIELD.ID' };
    form.problem.set(new Problem(400, 'REQUEST.MALFORMED', { title: '请求内容有误', errors: [name, id] }));
    TestBed.tick();
    expect([page.text('.notice li'), ...page.says('请更正标出的内容')]).toEqual(['编号有误 (id)', true]);
    form.problem.set(new Problem(400, 'REQUEST.MALFORMED', { title: '请求内容有误', errors: [name] }));
    TestBed.tick();
    expect(page.find('.notice')).toBeNull();
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
    const told = () => ['.title', '.notice li'].map((selector) => page.text(selector));
    expect(told()).toEqual(['请求内容有误', '姓名有误 (id)']);
    await TestBed.inject(Language).use('en', false);
    TestBed.tick();
    expect(told()).toEqual(['Not well formed', 'The name is wrong (id)']);
    await TestBed.inject(Language).use('zh-CN', false);
  });

  it("of a field that the page does not have is told in the notice, never in the schema's English", () => {
    const errors = [{ path: 'id', message: 'Invalid UUID' }];
    form.problem.set(new Problem(400, 'REQUEST.MALFORMED', { errors }));
    TestBed.tick();
    expect(page.text('.notice li')).toBe('此项填写有误，请核对 (id)');
    form.problem.set(
      new Problem(400, 'REQUEST.MALFORMED', {
        errors: [{ path: 'id', message: '编号有误，请刷新页面后重试', code: 'FIELD.ID' }],
      }),
    );
    TestBed.tick();
    expect(page.text('.notice li')).toBe('编号有误，请刷新页面后重试 (id)');
  });
});
