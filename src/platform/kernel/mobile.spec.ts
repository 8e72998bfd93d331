import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readMobile } from './mobile.js';

describe('A mobile number', () => {
  it.each([
    '13800000001',
    '+8613800000001',
    '008613800000001',
    '8613800000001',
    '+86 138 0000 0001',
    '0086-138-0000-0001',
    ' 138-0000-0001 ',
    '138 0000 0001',
    '１３８０００００００１',
    '＋８６１３８０００００００１',
    '(+86) 138 0000 0001',
    '138\u20110000\u20110001',
    '138\u00a00000\u30000001',
    '\u202d138 0000 0001\u202c',
    '138.0000.0001',
  ])('is kept as 13800000001 when it is typed %j', (typed) => {
    expect(readMobile(typed)).toBe('13800000001');
  });

  it('of another country keeps its code', () => {
    expect([readMobile('+852 6123-4567'), readMobile('＋44 1632 960961')]).toEqual(['+85261234567', '+441632960961']);
  });

  it.each([
    '',
    '12345',
    '23800000001',
    '1380000000',
    '138000000012',
    '+8612345678901',
    '+86',
    '0013800000001',
    '+0013800000001',
    '٠١٣٨٠٠٠٠٠٠٠١',
    '١٣٨٠٠٠٠٠٠٠١',
    '138O0000001',
    '13800000001,13800000002',
  ])('is not %j', (typed) => expect(readMobile(typed)).toBeUndefined());

  it('once read is read the same again, whatever was typed', () => {
    const typed = fc.array(fc.constantFrom(...'0123456789+ -８６１３'), { maxLength: 20 }).map((all) => all.join(''));
    fc.assert(
      fc.property(
        typed,
        (text) => readMobile(readMobile(text) ?? '13800000001') === (readMobile(text) ?? '13800000001'),
      ),
    );
  });
});
