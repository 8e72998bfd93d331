import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DigitsField } from './digits-field';

@Component({
  imports: [DigitsField],
  template: '<input [(appDigits)]="digits" [maximum]="maximum()" [grouped]="grouped()" />',
})
class Form {
  readonly digits = signal('');
  readonly maximum = signal(16);
  readonly grouped = signal(true);
}

describe('A field for digits', () => {
  let form: Form;
  let field: HTMLInputElement;
  let page: HTMLElement;

  beforeEach(() => {
    const fixture = TestBed.createComponent(Form);
    form = fixture.componentInstance;
    page = fixture.nativeElement as HTMLElement;
    document.body.append(page);
    TestBed.tick();
    field = page.querySelector('input')!;
    field.focus();
  });
  afterEach(() => page.remove());

  /** What a browser does: the text at the caret changes, then the event. */
  function type(text: string, inputType = 'insertText'): void {
    const at = field.selectionStart!;
    field.value = field.value.slice(0, at) + text + field.value.slice(field.selectionEnd!);
    field.setSelectionRange(at + text.length, at + text.length);
    field.dispatchEvent(new InputEvent('input', { inputType }));
  }

  function erase(from: number, to: number, inputType: string): void {
    field.value = field.value.slice(0, from) + field.value.slice(to);
    field.setSelectionRange(from, from);
    field.dispatchEvent(new InputEvent('input', { inputType }));
  }

  function paste(text: string): void {
    const event = new Event('paste', { cancelable: true });
    Object.assign(event, { clipboardData: { getData: () => text } });
    if (field.dispatchEvent(event)) type(text, 'insertFromPaste');
  }

  it('shows them in fours and knows them without', () => {
    type('1234');
    type('5');
    expect([field.value, form.digits(), field.selectionStart]).toEqual(['1234 5', '12345', 6]);
  });

  it('keeps the caret where a digit in the middle is corrected', () => {
    paste('1234 5678 9012 3456');
    erase(2, 3, 'deleteContentBackward');
    expect([field.value, field.selectionStart]).toEqual(['1245 6789 0123 456', 2]);
    type('7');
    expect([field.value, field.selectionStart]).toEqual(['1274 5678 9012 3456', 3]);
  });

  it('lets a digit in a full field take the place of the next one', () => {
    paste('1234567890123456');
    field.setSelectionRange(2, 2);
    type('0');
    expect([field.value, field.selectionStart]).toEqual(['1204 5678 9012 3456', 3]);
    field.setSelectionRange(19, 19);
    type('9');
    expect(field.value).toBe('1204 5678 9012 3456');
  });

  it.each([
    ['１２３４５６', '123456'],
    ['123 456', '123456'],
    ['123-456', '123456'],
    ['【八闽健康码】验证码 123456，请勿泄露', '123456'],
    ['１２３　456', '123456'],
  ])('of an SMS code takes %s', (text, digits) => {
    form.maximum.set(6);
    form.grouped.set(false);
    TestBed.tick();
    paste(text);
    expect([field.value, form.digits()]).toEqual([digits, digits]);
  });

  it('puts a whole number in the place of what stood there', () => {
    paste('1111111111111111');
    paste('1234 5678 9012 3456');
    expect(form.digits()).toBe('1234567890123456');
  });

  it('deletes the digit beyond a space, in both directions', () => {
    paste('1234567890123456');
    erase(4, 5, 'deleteContentForward');
    expect([field.value, field.selectionStart]).toEqual(['1234 6789 0123 456', 4]);
    erase(4, 5, 'deleteContentBackward');
    expect([field.value, field.selectionStart]).toEqual(['1236 7890 1234 56', 3]);
  });

  it('is emptied from outside', () => {
    paste('1234567890123456');
    TestBed.tick();
    form.digits.set('');
    TestBed.tick();
    expect(field.value).toBe('');
  });
});
