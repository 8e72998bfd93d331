import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { drop, isText, keep, kept } from './kept';

const forbid = (...names: ('getItem' | 'setItem' | 'removeItem')[]) =>
  names.forEach((name) =>
    jest.spyOn(Storage.prototype, name).mockImplementation(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    }),
  );

describe('What a browser keeps', () => {
  afterEach(() => {
    jest.restoreAllMocks();
    drop('greeting');
  });

  it('is there again, until it is dropped', () => {
    keep('greeting', 'hello');
    expect(kept('greeting', isText)).toBe('hello');
    drop('greeting');
    expect(kept('greeting', isText)).toBeUndefined();
  });

  it.each(['null', '{broken', '', '7', '[]', 'hello', '{"a":1}'])(
    'and is damaged (%j) counts as nothing',
    (damaged) => {
      localStorage.setItem('greeting', damaged);
      expect(kept('greeting', isText)).toBeUndefined();
    },
  );

  it('where nothing may be kept, lives as long as the page', () => {
    forbid('getItem', 'setItem', 'removeItem');
    expect(kept('greeting', isText)).toBeUndefined();
    keep('greeting', 'hello');
    expect(kept('greeting', isText)).toBe('hello');
    drop('greeting');
    expect(kept('greeting', isText)).toBeUndefined();
  });

  it('where no room is left, is not what was kept before', () => {
    keep('greeting', 'hello');
    forbid('setItem');
    keep('greeting', 'good day');
    expect([kept('greeting', isText), localStorage.getItem('greeting')]).toEqual(['good day', null]);
  });
});
