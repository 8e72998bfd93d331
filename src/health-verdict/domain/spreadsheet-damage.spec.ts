import fc from 'fast-check';
import { checkCharacter, parseDocument } from '../../identity/contracts/document.js';
import { roundingIn } from './spreadsheet-damage.js';

describe('numbers of a file that end in 000', () => {
  it.each([
    [0, 0, 'by-chance'],
    [1, 0, 'by-chance'],
    [1, 1, 'single'],
    [20, 1, 'single'],
    [100, 1, 'by-chance'],
    [2, 2, 'several'],
    [10, 10, 'several'],
    [100, 3, 'several'],
    [1000, 3, 'by-chance'],
    [1000, 8, 'several'],
    [10_000, 12, 'by-chance'],
    [10_000, 60, 'several'],
    [1_000_000, 950, 'by-chance'],
    [1_000_000, 1100, 'several'],
  ])('of %d, %d: %s', (all, endingIn000, rounding) => {
    expect(roundingIn({ all, endingIn000 })).toBe(rounding);
  });

  it('are named when all of them do, whether their check characters fit or not', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 1_000_000 }), (all) => expect(roundingIn({ all, endingIn000: all })).toBe('several')));
  });

  it('would be somebody else once in eleven times', () => {
    const days = Array.from({ length: 31 }, (_, day) => String(day + 1).padStart(2, '0'));
    const rounded = days.flatMap((day) => [1, 2, 3, 4, 5, 6, 7, 8, 9].map((sequence) => `350102199001${day}${sequence}00`));
    const fitting = rounded.filter((first17) => checkCharacter(first17) === '0' && parseDocument('resident-id', `${first17}0`, '2020-02-15').ok);
    expect(rounded.length / fitting.length).toBeGreaterThan(8);
    expect(rounded.length / fitting.length).toBeLessThan(14);
  });
});
