import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FormField, form, validate } from '@angular/forms/signals';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../../api/problem';
import { DrawnPage } from '../../testing/drawn-page';
import { FieldProblem } from './field-problem';
import { Language } from '../language';
import { ProblemNotice } from '../problem-notice';
import { SentForm } from './sent-form';
import { filled, mobileNumber, smsDigits } from './slips';

@Component({
  imports: [FieldProblem, FormField, ProblemNotice, SentForm],
  template: `
    <form #sent="appForm" [appForm]="form" [send]="send" (incomplete)="incomplete = incomplete + 1">
      <input id="name" aria-describedby="name-hint" [formField]="form.name" /><span id="name-hint"></span>
      <app-field-problem [of]="form.name" field="name" />
      <input id="mobile" [formField]="form.mobile" /><app-field-problem [of]="form.mobile" field="mobile" />
      <button type="button" id="sms" (click)="sent.requires(form.mobile)">获取验证码</button>
      <input id="code" [formField]="form.smsCode" /><app-field-problem [of]="form.smsCode" field="code" />
      <input id="document" [formField]="form.document.number" />
      <app-field-problem [of]="form.document.number" field="document" />
      <input id="password" [formField]="form.password" /><app-field-problem [of]="form.password" field="password" />
      <div id="place">
        <select>
          <option value="35">福建</option>
        </select>
        <select id="city">
          <option value=""></option>
        </select>
      </div>
      <app-field-problem [of]="form.areaKey" field="place" />
      <app-problem-notice [problem]="sent.problem()" [fields]="sent.marked()" />
      <button type="submit" [attr.aria-busy]="sent.busy()">→</button>
    </form>
  `,
})
class Registration {
  readonly typed = signal({
    name: '',
    mobile: '',
    smsCode: '',
    document: { number: '' },
    password: '',
    areaKey: '',
    remark: '',
  });
  readonly form = form(this.typed, (path) => {
    filled(path.name);
    mobileNumber(path.mobile);
    smsDigits(path.smsCode);
    filled(path.areaKey);
    validate(path.password, () => undefined);
  });
  answer: () => Promise<void> = async () => undefined;
  asked = 0;
  incomplete = 0;
  readonly send = () => {
    this.asked++;
    return this.answer();
  };
}

const COMPLETE = {
  name: '林晓燕',
  mobile: '13905910004',
  smsCode: '123456',
  document: { number: '1' },
  password: 'short',
  areaKey: '350102',
  remark: '',
};

describe('A form that is sent', () => {
  let form: Registration;
  let page: DrawnPage<Registration>;

  beforeEach(() => {
    page = DrawnPage.of(Registration);
    form = page.instance;
  });
  afterEach(() => page.element.remove());

  const marks = (id: string) =>
    ['aria-invalid', 'aria-describedby'].map((name) => page.find(`#${id}`).getAttribute(name));
  const refuses = (problem: Problem) => {
    form.typed.set(COMPLETE);
    form.answer = () => Promise.reject(problem);
    return page.send();
  };

  it('too early says at every field what is missing, leads to the first and asks the server nothing', async () => {
    await page.send();
    expect([page.text('#name-problem'), page.text('#mobile-problem'), document.activeElement?.id]).toEqual([
      '请填写此项',
      '请填写此项',
      'name',
    ]);
    expect(marks('name')).toEqual(['true', 'name-problem name-hint']);
    expect([form.asked, form.incomplete]).toEqual([0, 1]);
    await page.type('#name', '林晓燕');
    expect([page.find('#name-problem'), ...marks('name')]).toEqual([null, null, 'name-hint']);
  });

  it('says what is wrong with a field once it was left, but calls none empty before it is sent', async () => {
    await page.type('#mobile', '139');
    expect(page.find('#mobile-problem')).toBeNull();
    page.find('#mobile').dispatchEvent(new Event('focusout'));
    page.find('#name').dispatchEvent(new Event('focusout'));
    await page.settled();
    expect([page.text('#mobile-problem'), page.find('#name-problem')]).toEqual([
      '请输入11位手机号；境外号码以“+”开头',
      null,
    ]);
  });

  it('lets another button ask for one field alone', async () => {
    page.find<HTMLButtonElement>('#sms').click();
    await page.settled();
    expect([page.text('#mobile-problem'), page.find('#name-problem'), document.activeElement?.id]).toEqual([
      '请填写此项',
      null,
      'mobile',
    ]);
  });

  it("tells what the server refuses of a field at that field, in the page's language, and keeps what was typed", async () => {
    const words = { zh: '姓名有误', en: 'The name is wrong' };
    const errors = [
      { path: 'name', message: words.zh, code: 'FIELD.NAME', words },
      { path: 'id', message: words.zh, code: 'FIELD.ID', words },
    ];
    await refuses(new Problem(400, 'REQUEST.MALFORMED', { title: '请求内容有误', errors }));
    expect([page.text('#name-problem'), page.text('.notice li'), document.activeElement?.id]).toEqual([
      '姓名有误',
      '姓名有误 (id)',
      'name',
    ]);
    await TestBed.inject(Language).use('en', false);
    await page.settled();
    expect(page.text('#name-problem')).toBe('The name is wrong');
    await TestBed.inject(Language).use('zh-CN', false);
    expect(form.typed()).toEqual(COMPLETE);
    await page.type('#name', '林小燕');
    expect(page.find('#name-problem')).toBeNull();
  });

  it('finds the field of a refusal that names none, or a part of one', async () => {
    await refuses(new Problem(422, 'PASSWORD.WEAK', { title: '密码太弱' }));
    expect([page.text('#password-problem'), document.activeElement?.id]).toEqual(['密码太弱', 'password']);
    expect(page.find('.notice')).toBeNull();
    const errors = [{ path: 'document.number.check', message: '证件号码有误', code: 'FIELD.DOCUMENT' }];
    await refuses(new Problem(400, 'REQUEST.MALFORMED', { errors }));
    expect(page.text('#document-problem')).toBe('证件号码有误');
  });

  it('never keeps a refusal to itself whose field has no place on the page', async () => {
    const errors = [{ path: 'remark', message: '备注有误', code: 'FIELD.REMARK' }];
    await refuses(new Problem(400, 'REQUEST.MALFORMED', { title: '请求内容有误', errors }));
    expect(page.text('.notice li')).toBe('备注有误 (remark)');
  });

  it('leads into a group of controls, to the first of them that is empty', async () => {
    form.typed.set({ ...COMPLETE, areaKey: '' });
    await page.send();
    expect([marks('place')[0], document.activeElement?.id]).toEqual(['true', 'city']);
  });

  it('is sent once, however often it is pressed', async () => {
    form.typed.set(COMPLETE);
    const answer = Promise.withResolvers<void>();
    form.answer = () => answer.promise;
    await page.send();
    await page.send();
    expect([form.asked, page.find('[type=submit]').getAttribute('aria-busy')]).toEqual([1, 'true']);
    answer.resolve();
    await page.settled();
    expect(page.find('[type=submit]').getAttribute('aria-busy')).toBe('false');
  });
});
