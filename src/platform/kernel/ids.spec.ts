import { firstIdOf, newId } from './ids.js';

const AT = new Date('2020-02-20T10:00:00.123+08:00');

describe('the first id of an instant', () => {
  it('is not above any id of it, and above all of the millisecond before', () => {
    expect(firstIdOf(AT)).toBe('01706052-bd7b-0000-0000-000000000000');
    expect(firstIdOf(AT) <= newId(AT)).toBe(true);
    expect(newId(new Date(AT.getTime() - 1)) < firstIdOf(AT)).toBe(true);
  });

  it('exists for the beginning of time, too', () => {
    expect(firstIdOf(new Date(0))).toBe('00000000-0000-0000-0000-000000000000');
  });
});
