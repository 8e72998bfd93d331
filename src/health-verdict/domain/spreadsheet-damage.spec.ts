import fc from 'fast-check';
import { checkCharacter, parseDocument } from '../../identity/contracts/document.js';
import { isRounded } from './spreadsheet-damage.js';

describe('numbers of a file that end in 000', () => {
  it.each([
    [0, 0, false],
    [1, 0, false],
    [1, 1, false],
    [20, 1, false],
    [100, 1, false],
    [2, 2, true],
    [10, 10, true],
    [100, 3, true],
    [1000, 3, false],
    [1000, 8, true],
    [10_000, 12, false],
    [10_000, 60, true],
    [1_000_000, 950, false],
    [1_000_000, 1100, true],
  ])('of %d, %d: rounded %s', (all, endingIn000, rounded) => {
    expect(isRounded({ all, endingIn000 })).toBe(rounded);
  });

  it('are named when all of them do, whether their check characters fit or not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1_000_000 }), (all) =>
        expect(isRounded({ all, endingIn000: all })).toBe(true),
      ),
    );
  });

  it('would be somebody else once in eleven times', () => {
    const days = Array.from({ length: 31 }, (_, day) => String(day + 1).padStart(2, '0'));
    const rounded = days.flatMap((day) =>
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((sequence) => `350102199001${day}${sequence}00`),
    );
    const fitting = rounded.filter(
      (first17) => checkCharacter(first17) === '0' && parseDocument('resident-id', `${first17}0`, '2020-02-15').ok,
    );
    expect(rounded.length / fitting.length).toBeGreaterThan(8);
    expect(rounded.length / fitting.length).toBeLessThan(14);
  });
});
