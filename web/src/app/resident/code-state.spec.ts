import { describe, expect, it } from '@jest/globals';
import { Problem } from '../api/problem';
import { asksForSms, CodeFacts, codeState, notices } from './code-state';

const view = { colour: 'green', maskedName: '陈*明' } as CodeFacts['view'];
const qr = { viewBox: '', path: '' };
const digits = ['1234'];
const smsWanted = new Problem(422, 'DEVICE.SMS_REQUIRED');
const noPlace = new Problem(409, 'DEVICE.TOO_MANY');
const broken = new Problem(503, 'SERVER.FAILED');

const aCode = (facts: Partial<CodeFacts>): CodeFacts => ({
  ability: 'presents',
  clock: 'right',
  ranOut: false,
  digitsNeedSms: false,
  closed: false,
  ...facts,
});

describe('What stands on the code page', () => {
  it.each<[string, string, Partial<CodeFacts>]>([
    ['loading', 'nothing is known yet', {}],
    ['refused', 'nothing is known, and the server refused', { problem: broken }],
    ['unclaimed', 'nobody claimed it', { problem: new Problem(404, 'CODE.NOT_CLAIMED') }],
    [
      'unclaimed',
      'it is known from before, but is no more',
      { view, qr, problem: new Problem(404, 'CODE.NOT_CLAIMED') },
    ],
    ['closed', 'another tab gave the device up', { closed: true }],
    ['preparing', 'the colour is known, the picture not made', { view }],
    ['preparing', 'there are digits, the picture not made', { view, digits }],
    ['shown', 'the picture is made', { view, qr, digits }],
    ['shown', 'the digits wait for an SMS', { view, qr, digitsNeedSms: true }],
    ['shown', 'something was refused, but what is held is good', { view, qr, problem: broken }],
    ['shown', 'the clock was put right', { view, qr, clock: 'corrected' }],
    ['doubtful', 'the clock may be wrong', { view, qr, clock: 'doubtful' }],
    ['stale', 'the colour turned or the credential ended', { view, ranOut: true }],
    ['stale', 'so it is also with a picture of before', { view, qr, digits, ranOut: true, clock: 'doubtful' }],
    ['needs-sms', 'the device is not confirmed', { view, problem: smsWanted }],
    ['needs-sms', 'there is no place for it', { view, digits, problem: noPlace }],
    ['not-issued', 'the credential was refused', { view, problem: broken }],
    ['shown', 'the browser keeps no keys: digits alone', { view, digits, ability: 'digits-only' }],
    [
      'doubtful',
      'digits alone and the clock may be wrong',
      { view, digits, ability: 'digits-only', clock: 'doubtful' },
    ],
    ['preparing', 'the browser keeps no keys and the digits are to come', { view, ability: 'digits-only' }],
    ['not-issued', 'a browser without keys cannot be confirmed', { view, ability: 'digits-only', problem: smsWanted }],
    ['insecure', 'the browser computes nothing', { view, ability: 'insecure', problem: smsWanted }],
  ])('is %s when %s', (kind, _when, facts) => {
    expect(codeState(aCode(facts)).kind).toBe(kind);
  });

  it('asks for an SMS where that would show more', () => {
    const asking = (facts: Partial<CodeFacts>) => asksForSms(codeState(aCode({ view, ...facts })));
    expect(asking({ problem: smsWanted })).toBe(true);
    expect(asking({ qr, digitsNeedSms: true })).toBe(true);
    expect(asking({ qr, digits, digitsNeedSms: true })).toBe(false);
    expect(asking({ qr, digits })).toBe(false);
    expect(asking({ digits, ability: 'digits-only', digitsNeedSms: true })).toBe(false);
  });

  it.each([
    [false, 'right', []],
    [true, 'right', ['offline']],
    [true, 'corrected', ['clock.corrected', 'offline']],
    [false, 'doubtful', ['clock.doubtful']],
    [true, 'doubtful', ['clock.offline']],
  ] as const)('offline %s with a clock that is %s says %j', (offline, clock, said) => {
    expect(notices(offline, clock)).toEqual(said);
  });
});
