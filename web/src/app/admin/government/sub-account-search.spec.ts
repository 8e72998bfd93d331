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

  it('never sends a whole number', () => {
    expect(searchedBy('13912340004')).toEqual({ mobile: '139****0004' });
  });

  it.each(['139', '12345', '12912340004', '139123400045'])('does not ask for %s, which is no number and no end of one', (typed) => {
    expect(searchedBy(typed)).toBeUndefined();
  });
});
