import { describe, expect, it } from '@jest/globals';
import {
  countGuess,
  delayAfter,
  type Failures,
  FORGOTTEN_AFTER_SECONDS,
  noFailures,
  takeBackGuess,
} from './lockout.js';

const START = Date.UTC(2020, 1, 15, 8);
const at = (seconds: number) => new Date(START + seconds * 1000);
const after = (inARow: number, blockedUntil: number): Failures => ({ inARow, blockedUntil: at(blockedUntil) });

describe('Failures in a row', () => {
  it('cost nothing four times, then ten seconds, twice as long each time, and a quarter of an hour at most', () => {
    expect([0, 1, 4, 5, 6, 7, 11, 12, 100].map(delayAfter)).toEqual([0, 0, 0, 10, 20, 40, 640, 900, 900]);
  });

  it('make the fifth wait, also of a hundred guesses made in the same moment', () => {
    let failures = noFailures(at(0));
    let compared = 0;
    for (let guess = 0; guess < 100; guess++) {
      const counted = countGuess(failures, at(0));
      if ('waitSeconds' in counted) {
        expect(counted).toEqual({ waitSeconds: 10 });
        continue;
      }
      [failures, compared] = [counted, compared + 1];
    }
    expect([compared, failures]).toEqual([5, after(5, 10)]);
  });

  it('say how long to wait in whole seconds, to the very end', () => {
    const until = (milliseconds: number) => new Date(START + 10_000 - milliseconds);
    expect([10_000, 9001, 1, 0].map((left) => countGuess(after(5, 10), until(left)))).toEqual([
      { waitSeconds: 10 },
      { waitSeconds: 10 },
      { waitSeconds: 1 },
      after(6, 30),
    ]);
  });

  it('that cost nothing block nobody, whatever the clock said when they were counted', () => {
    expect(countGuess(after(3, 60), at(0))).toEqual(after(4, 0));
  });

  it('are forgotten after a day without one', () => {
    const day = 10 + FORGOTTEN_AFTER_SECONDS;
    expect([countGuess(after(5, 10), at(day)), countGuess(after(5, 10), at(day + 1))]).toEqual([
      after(6, day + 20),
      after(1, day + 1),
    ]);
  });
});

describe('A guess that was right', () => {
  it('is taken back with the delay that it had brought', () => {
    expect(takeBackGuess(after(5, 10), after(5, 10), at(2))).toEqual(after(4, 2));
  });

  it('leaves the delay of those who failed meanwhile', () => {
    expect(takeBackGuess(after(5, 10), after(6, 30), at(12))).toEqual(after(5, 30));
  });

  it('takes nothing back twice', () => {
    expect(takeBackGuess(after(1, 0), after(0, 0), at(0)).inARow).toBe(0);
  });
});
