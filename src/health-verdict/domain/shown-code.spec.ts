import { describe, expect, it } from '@jest/globals';
import { ageBand, digitsDied } from './shown-code.js';

const at = (time: string) => new Date(`2020-02-15T${time}:00Z`);

describe('What is read of a code', () => {
  it('is of the person’s age ten years at a time', () => {
    const bands = [2020, 2011, 2010, 1988, undefined].map((year) => ageBand(year ?? null, at('08:00')));
    expect(bands).toEqual(['0–9', '0–9', '10–19', '30–39', '–']);
  });

  it('is nothing of digits that a session may have read which has ended since the epoch was raised', () => {
    const [eight, nine] = [{ at: at('08:00') }, { at: at('09:00') }];
    expect(digitsDied(null, [])).toBe(false);
    expect(digitsDied(null, [eight])).toBe(true);
    expect(digitsDied(at('08:00'), [eight])).toBe(false);
    expect(digitsDied(at('08:00'), [eight, nine])).toBe(true);
  });
});
