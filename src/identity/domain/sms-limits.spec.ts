import { describe, expect, it } from '@jest/globals';
import { type SentBefore, SMS_PER_ADDRESS_AND_HOUR, waitForCode } from './sms-limits.js';

const NOW = new Date('2020-02-15T08:00:00Z');
const ago = (seconds: number, which: Partial<SentBefore> = {}): SentBefore => ({
  ...{ sentAt: new Date(NOW.getTime() - seconds * 1000), toThisMobile: true, fromThisAddress: false },
  ...which,
});
/** Newest first, a minute and a second apart. */
const sent = (times: number, which: Partial<SentBefore> = {}) =>
  Array.from({ length: times }, (_, at) => ago((at + 1) * 61, which));
const HERE = { fromThisAddress: true };
const ELSEWHERE_FROM_HERE = { fromThisAddress: true, toThisMobile: false };

describe('Another code', () => {
  it('is sent at once to whoever had none', () => {
    expect([waitForCode([], true, NOW), waitForCode([], false, NOW)]).toEqual([0, 0]);
  });

  it('is sent a minute after the last one, to anybody', () => {
    for (const known of [true, false])
      expect([0, 0.5, 59, 60, 61].map((seconds) => waitForCode([ago(seconds)], known, NOW))).toEqual([60, 60, 1, 0, 0]);
  });

  it('is sent five times an hour to the person, then when the fifth last is an hour old', () => {
    expect([waitForCode(sent(4), true, NOW), waitForCode(sent(5), true, NOW)]).toEqual([0, 3600 - 5 * 61]);
    expect(waitForCode([...sent(4), ago(3600)], true, NOW)).toBe(0);
  });

  it('is sent ten times an hour for strangers together, three times for one of them', () => {
    expect([waitForCode(sent(9), false, NOW), waitForCode(sent(10), false, NOW)]).toEqual([0, 3600 - 10 * 61]);
    expect([waitForCode(sent(2, HERE), false, NOW), waitForCode(sent(3, HERE), false, NOW)]).toEqual([
      0,
      3600 - 3 * 61,
    ]);
  });

  it('counts for a mobile only what was sent to it, and for one stranger only what they asked for', () => {
    expect(waitForCode(sent(99, ELSEWHERE_FROM_HERE), false, NOW)).toBe(0);
    expect(waitForCode([...sent(2, HERE), ...sent(7)], false, NOW)).toBe(0);
  });

  it('is sent a hundred times an hour for one address, to whomever', () => {
    const [one, full] = [99, SMS_PER_ADDRESS_AND_HOUR].map((times) =>
      Array.from({ length: times }, (_, at) => ago(at + 61, ELSEWHERE_FROM_HERE)),
    );
    expect([waitForCode(one!, false, NOW), waitForCode(full!, false, NOW)]).toEqual([0, 3600 - 160]);
    expect(waitForCode(full!, true, NOW)).toBe(0);
  });
});
