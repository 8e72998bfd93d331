import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskMobile } from '../src/platform/crypto/masking.js';
import { readMaskedMobile, readMobile } from '../src/platform/kernel/mobile.js';
import { maskedMobile, readMobile as readByThePage, searchedMobile } from '../web/src/app/ui/forms/mobile.js';

const figures = fc
  .array(fc.constantFrom(...'0123456789+ -８６１３*().\u202d'), { maxLength: 20 })
  .map((all) => all.join(''));
const national = fc
  .tuple(
    fc.constantFrom('', '+86', '0086', '86', ' +86 '),
    fc.constantFrom('13', '15', '199'),
    fc.stringMatching(/^[0-9 -]{8,12}$/),
  )
  .map((parts) => parts.join(''));
const foreign = fc
  .tuple(fc.constantFrom('+852', '+44', '+1', '＋86'), fc.stringMatching(/^([ -]?[0-9]){4,13}$/))
  .map((parts) => parts.join(''));

describe('A mobile number', () => {
  it('is the same to the page and to the server, however it is typed', () => {
    fc.assert(
      fc.property(fc.oneof(figures, national, foreign), (typed) =>
        expect(readByThePage(typed)).toBe(readMobile(typed)),
      ),
      { numRuns: 2000 },
    );
  });

  it('is searched for by the page as the server shows and takes it', () => {
    fc.assert(
      fc.property(fc.oneof(figures, national, foreign), (typed) => {
        const whole = readMobile(typed);
        const asked = searchedMobile(typed);
        if (whole) expect([maskedMobile(whole), asked]).toEqual([maskMobile(whole), maskMobile(whole)]);
        expect(asked).toBe(whole ? readMaskedMobile(asked!) : readMaskedMobile(typed));
      }),
      { numRuns: 2000 },
    );
  });
});
