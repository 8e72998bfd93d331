import { describe, expect, it } from '@jest/globals';
import { type Bucket, GUESSES_AT_ONCE, pourInto, takeOut } from './leaky-bucket.js';

const at = (seconds: number) => new Date(Date.UTC(2020, 1, 15, 8, 0, seconds));

describe('Failed guesses from one address', () => {
  /** How many of so many guesses are let through, one every `every` seconds. */
  function passed(guesses: number, every: number): number {
    let [bucket, through]: [Bucket, number] = [{ level: 0, at: at(0) }, 0];
    for (let guess = 0; guess < guesses; guess++) {
      const now = at(guess * every);
      const poured = pourInto(bucket, now);
      if (!('level' in poured)) continue;
      bucket = poured;
      through += 1;
    }
    return through;
  }

  it('are forty at once, and ten a minute after that', () => {
    expect(passed(188, 0)).toBe(GUESSES_AT_ONCE);
    expect(passed(600, 1)).toBe(GUESSES_AT_ONCE + 99);
  });

  it('are never held against people who fail now and then', () => {
    expect(passed(1000, 6)).toBe(1000);
  });

  it('make nobody wait longer than a few seconds, also when the clock was set back', () => {
    const full = { level: GUESSES_AT_ONCE, at: at(30) };
    expect([pourInto(full, at(30)), pourInto(full, at(35)), pourInto(full, at(0))]).toEqual([
      { waitSeconds: 6 },
      { waitSeconds: 1 },
      { waitSeconds: 6 },
    ]);
    expect(pourInto(full, at(36))).toEqual({ level: GUESSES_AT_ONCE, at: at(36) });
  });

  it('give the place of a right one back, and never more', () => {
    expect([takeOut({ level: 2.5, at: at(9) }), takeOut({ level: 0.5, at: at(9) })]).toEqual([
      { level: 1.5, at: at(9) },
      { level: 0, at: at(9) },
    ]);
  });
});
