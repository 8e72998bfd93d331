import { describe, expect, it } from '@jest/globals';
import { namesApart } from './device-name';

const device = (id: string, name: string, enrolledAt: string) => ({ id, name, enrolledAt });

describe('Devices of one person', () => {
  it('that call themselves alike are counted in the order they came, the others keep their names', () => {
    const names = namesApart([
      device('c', 'Linux · Chrome', '2026-11-25'),
      device('a', 'Linux · Chrome', '2026-11-23'),
      device('b', 'iPhone · Safari', '2026-11-24'),
    ]);
    expect(Object.fromEntries(names)).toEqual({
      a: 'Linux · Chrome (1)',
      c: 'Linux · Chrome (2)',
      b: 'iPhone · Safari',
    });
  });
});
