import { describe, expect, it } from '@jest/globals';
import { searchedBy } from './sub-account-search';

describe('What the search field of the sub-accounts asks for', () => {
  it.each([
    ['', {}],
    ['  ', {}],
    [' 林 ', { name: '林' }],
    ['Lin 2', { name: 'Lin 2' }],
    ['0004', { mobile: '0004' }],
    ['139****0004', { mobile: '139****0004' }],
  ])('%j: %j', (typed, asked) => {
    expect(searchedBy(typed)).toEqual(asked);
  });

  it.each([
    '13912340004',
    '+86 139 1234 0004',
    '0086-139-1234-0004',
    ' 139-1234-0004',
    '１３９１２３４０００４',
    '\u202d139\u00a01234\u00a00004\u202c',
  ])('never sends a whole number, however it is typed: %j', (typed) => {
    expect(searchedBy(typed)).toEqual({ mobile: '139****0004' });
  });

  it.each(['+852 9446 8557', '＋852-9446-8557', '+85*****8557'])('nor one of another country: %j', (typed) => {
    expect(searchedBy(typed)).toEqual({ mobile: '+85*****8557' });
  });

  it.each(['139', '12345', '+86 137-', '12', '\u200b', '---', '85294468557', '12912340004', '139123400045'])(
    'does not ask for %s, which is no number and no end of one',
    (typed) => {
      expect(searchedBy(typed)).toBeUndefined();
    },
  );
});
