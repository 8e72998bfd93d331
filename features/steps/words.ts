import { defineParameterType, Given, Then, When } from '@cucumber/cucumber';
import assert from 'node:assert/strict';
import type { Story } from './story.js';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** What a refusal says in plain words, and the code by which programs know it. */
const REFUSALS: Record<string, string> = {
  'the face has to be matched first': 'CODE.LEVEL_TOO_LOW',
  'the county is wanted': 'CODE.UNKNOWN_AREA',
  'a digit is wrong': 'DIGITS.TYPO',
  'a place has to be reported first': 'SHIFT.NOT_OPEN',
  'this is not for the present capacity': 'REQUEST.NOT_ALLOWED',
  'the code does not apply here': 'SCAN.CODE_DOES_NOT_APPLY',
  'no person has this temperature': 'FEEDBACK.TEMPERATURE_RANGE',
  'the document number has a slip': 'DOCUMENT.CHECKSUM',
  'the code has expired': 'SMS.CODE_WRONG',
  'this person is registered already': 'REGISTRATION.DUPLICATE',
  'the password is too weak': 'PASSWORD.WEAK',
  'login or password is wrong': 'SIGN_IN.FAILED',
  'this mobile number is taken': 'SUB_ACCOUNT.DUPLICATE',
  'there is no such sub-account': 'SUB_ACCOUNT.NOT_FOUND',
};

export function localDay(text: string): string {
  const [day, month, year] = text.split(' ');
  return `${year}-${String(MONTHS.indexOf(month!) + 1).padStart(2, '0')}-${day!.padStart(2, '0')}`;
}

defineParameterType({ name: 'person', regexp: /[一-鿿]+/, transformer: (name) => name });
defineParameterType({ name: 'place', regexp: /[一-鿿]+/, transformer: (name) => name });
defineParameterType({ name: 'department', regexp: /[一-鿿]+/, transformer: (name) => name });
defineParameterType({ name: 'drug', regexp: /[一-鿿A-Z]+/, transformer: (name) => name });
defineParameterType({ name: 'colour', regexp: /[a-z]+/, transformer: (colour) => colour });
defineParameterType({ name: 'day', regexp: /\d{1,2} [A-Z][a-z]+ \d{4}/, transformer: localDay });
defineParameterType({
  name: 'moment',
  regexp: /(\d{1,2} [A-Z][a-z]+ \d{4}), (\d{2}:\d{2})/,
  transformer: (day: string, time: string) => new Date(`${localDay(day)}T${time}:00+08:00`),
});
defineParameterType({
  name: 'refusal',
  regexp: new RegExp(Object.keys(REFUSALS).join('|')),
  transformer: (words: string) => REFUSALS[words],
});

Given('it is {moment}', function (this: Story, moment: Date) {
  this.product.clock.moveTo(moment);
});

When('{int} minutes pass', function (this: Story, minutes: number) {
  this.product.clock.moveTo(new Date(this.now.getTime() + minutes * 60_000));
});

Then('{person} is told that {refusal}', function (this: Story, name: string, code: string) {
  const { status, body } = this.heardBy(name);
  assert.equal(body['code'], code);
  assert.ok(status >= 400 && status < 500, `answered with ${status}`);
});
