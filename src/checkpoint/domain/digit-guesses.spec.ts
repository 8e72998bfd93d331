import { closesDigits, type Guess, type GuessedBy, MOST_MISSES, waitBeforeGuess } from './digit-guesses.js';

const NOW = new Date('2020-02-20T10:00:00+08:00');
const GUESS: Guess = { account: 'lin', unit: 'dongjie', serial: '100000001', at: NOW };

/** So many that have only this in common with the guess, the oldest so long ago and each a second after the other. */
const missed = (by: GuessedBy, count: number, secondsAgo: number): Guess[] =>
  Array.from({ length: count }, (_, number) => ({
    account: `account ${number}`,
    unit: `unit ${number}`,
    serial: `serial ${number}`,
    [by]: GUESS[by],
    at: new Date(NOW.getTime() - (secondsAgo - number) * 1000),
  }));

describe('a guess at digits', () => {
  it.each(['account', 'unit', 'serial'] as const)(
    'waits once there were too many by %s, until the oldest miss is ten minutes old',
    (by) => {
      expect(waitBeforeGuess(GUESS, missed(by, MOST_MISSES[by] - 1, 400))).toBe(0);
      expect(waitBeforeGuess(GUESS, missed(by, MOST_MISSES[by], 400))).toBe(200_000);
    },
  );

  it('does not wait for what is ten minutes old', () => {
    expect(waitBeforeGuess(GUESS, missed('serial', 5, 600))).toBe(0);
    expect(waitBeforeGuess(GUESS, missed('serial', 5, 599))).toBe(1000);
  });

  it('does not wait for others’ misses', () => {
    expect(waitBeforeGuess({ ...GUESS, serial: '200000002' }, missed('serial', 5, 100))).toBe(0);
  });

  it('waits for the longest of several', () => {
    expect(waitBeforeGuess(GUESS, [...missed('account', 10, 500), ...missed('serial', 5, 100)])).toBe(500_000);
  });

  it('closes the digits with the fifth miss at one serial', () => {
    expect([3, 4, 5].map((count) => closesDigits(GUESS, missed('serial', count, 100)))).toEqual([false, true, false]);
    expect(closesDigits(GUESS, missed('account', 4, 100))).toBe(false);
    for (const secondsAgo of [600, 601])
      expect(closesDigits(GUESS, [...missed('serial', 4, 100), ...missed('serial', 1, secondsAgo)])).toBe(true);
  });
});
