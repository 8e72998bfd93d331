import fc from 'fast-check';
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
});
