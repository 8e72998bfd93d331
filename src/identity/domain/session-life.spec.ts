import { describe, expect, it } from '@jest/globals';
import { endOfSession, isAlive, isSeenAnew } from './session-life.js';

const OPENED = new Date('2020-02-15T08:00:00Z');
const DAY = 86_400;
const after = (seconds: number) => new Date(OPENED.getTime() + seconds * 1000);
const opened = { lastSeenAt: OPENED, expiresAt: endOfSession(OPENED), revokedAt: null };

describe('A session', () => {
  it('lives for a fortnight without use', () => {
    expect([0, 14 * DAY - 1, 14 * DAY].map((seconds) => isAlive(opened, after(seconds)))).toEqual([true, true, false]);
  });

  it('lives for ninety days however often it is used', () => {
    expect(
      [90 * DAY - 1, 90 * DAY].map((seconds) =>
        isAlive({ ...opened, lastSeenAt: after(seconds - 60) }, after(seconds)),
      ),
    ).toEqual([true, false]);
  });

  it('is dead once it was ended', () => {
    expect(isAlive({ ...opened, revokedAt: after(1) }, after(2))).toBe(false);
  });

  it('says once an hour that it is used', () => {
    expect([3600, 3601].map((seconds) => isSeenAnew(opened, after(seconds)))).toEqual([false, true]);
  });
});
