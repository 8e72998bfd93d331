import fc from 'fast-check';
import { isUscc, usccCheckCharacter } from './uscc.js';

const ALPHABET = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
const letters = (length: number) =>
  fc.array(fc.constantFrom(...ALPHABET), { minLength: length, maxLength: length }).map((all) => all.join(''));
const first17 = fc
  .tuple(letters(2), fc.integer({ min: 100_000, max: 999_999 }), letters(9))
  .map((parts) => parts.join(''));

describe('unified social credit code (GB 32100-2015)', () => {
  it.each(['91350100M000100Y43', '9144030071526726XG', '914403001922038216', '12100000400000624D'])(
    'accepts %s, which a register gave out',
    (code) => {
      expect(isUscc(code)).toBe(true);
    },
  );

  it('notices one wrong character, and two neighbours that changed places', () => {
    expect(isUscc('914403001922038226')).toBe(false);
    expect(isUscc('914403001922083216')).toBe(false);
  });

  it('refuses a right one with more before or behind it', () => {
    expect(isUscc('9144030019220382160')).toBe(false);
    expect(isUscc('0914403001922038216')).toBe(false);
  });

  it('accepts every code with its own check character, also where that is 0', () => {
    fc.assert(
      fc.property(first17, (code) => isUscc(code + usccCheckCharacter(code))),
      { numRuns: 500 },
    );
  });

  it('refuses every other check character', () => {
    fc.assert(
      fc.property(first17, fc.constantFrom(...ALPHABET), (code, check) => {
        expect(isUscc(code + check)).toBe(check === usccCheckCharacter(code));
      }),
    );
  });

  it('knows no I, O, S, V, Z and no letters in the division', () => {
    expect(isUscc('91350I00M000100Y43')).toBe(false);
    expect(isUscc('91A50100M000100Y43')).toBe(false);
  });
});
