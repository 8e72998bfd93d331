import { describe, expect, it } from '@jest/globals';
import { mobileLooksRight } from './mobile';

describe('What is typed for a mobile number', () => {
  it.each([
    '13800000001',
    '+8613800000001',
    '0086 138 0000 0001',
    '138-0000-0001',
    '１３８０００００００１',
    '\u202d13800000001',
    '+44 1632 960961',
    '+852 9446 8557',
  ])('may be a mobile number: %s', (typed) => expect(mobileLooksRight(typed)).toBe(true));

  it.each(['12800000001', '1380000000', '+86 12800000001', 'abc', '', '((((((((', '0000000', '--- --- -'])(
    'is none: %s',
    (typed) => expect(mobileLooksRight(typed)).toBe(false),
  );
});
