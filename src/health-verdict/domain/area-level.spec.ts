import { highestLevel, type LevelAssignment } from './area-level.js';

const day = (number: number) => new Date(Date.UTC(2020, 1, number));
const assigned = (rank: number, from: number, until?: number): LevelAssignment => ({
  level: { rank, name: { zh: `${rank}`, en: `${rank}` } },
  from: day(from),
  until: until === undefined ? undefined : day(until),
});
const between = (from: number, until: number, ...assignments: LevelAssignment[]) =>
  highestLevel(assignments, day(from), day(until))?.rank;

describe('the level of an area', () => {
  it('is the most severe of the span, wherever in it that was', () => {
    expect(between(10, 20, assigned(1, 1), assigned(4, 12, 13), assigned(2, 15))).toBe(4);
  });

  it('does not count once it has ended, from that very moment', () => {
    expect(between(10, 20, assigned(4, 1, 10), assigned(0, 1))).toBe(0);
    expect(between(10, 20, assigned(4, 1, 11), assigned(0, 1))).toBe(4);
    expect(between(10, 20, assigned(4, 1, 5))).toBeUndefined();
  });

  it('does not count before it begins', () => {
    expect(between(10, 20, assigned(4, 21))).toBeUndefined();
    expect(between(10, 20, assigned(4, 20))).toBe(4);
  });
});
