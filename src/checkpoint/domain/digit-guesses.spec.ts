import { closesDigits, MOST_MISSES, waitBeforeGuess } from './digit-guesses.js';

const NOW = new Date('2020-02-20T10:00:00+08:00');
const none = { count: 0, since: undefined };
const missed = (count: number, secondsAgo: number) => ({ count, since: new Date(NOW.getTime() - secondsAgo * 1000) });

describe('a guess at digits', () => {
  it.each(['account', 'unit', 'serial'] as const)(
    'waits once there were too many by %s, until the oldest miss is ten minutes old',
    (by) => {
      const after = (count: number) =>
        waitBeforeGuess({ account: none, unit: none, serial: none, [by]: missed(count, 400) }, NOW);
      expect(after(MOST_MISSES[by] - 1)).toBe(0);
      expect(after(MOST_MISSES[by])).toBe(200_000);
    },
  );

  it('waits for the longest of several', () => {
    expect(waitBeforeGuess({ account: missed(10, 500), unit: none, serial: missed(5, 100) }, NOW)).toBe(500_000);
  });

  it('closes the digits with the fifth miss at one serial', () => {
    expect([3, 4, 5].map(closesDigits)).toEqual([false, true, false]);
  });
});
