import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { deleteStored, isText, writeStored, readStored } from './browser-storage';

const forbid = (...names: ('getItem' | 'setItem' | 'removeItem')[]) =>
  names.forEach((name) =>
    jest.spyOn(Storage.prototype, name).mockImplementation(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    }),
  );

describe('What a browser keeps', () => {
  afterEach(() => {
    jest.restoreAllMocks();
    deleteStored('greeting');
  });

  it('is there again, until it is dropped', () => {
    writeStored('greeting', 'hello');
    expect(readStored('greeting', isText)).toBe('hello');
    deleteStored('greeting');
    expect(readStored('greeting', isText)).toBeUndefined();
  });

  it.each(['null', '{broken', '', '7', '[]', 'hello', '{"a":1}'])(
    'and is damaged (%j) counts as nothing',
    (damaged) => {
      localStorage.setItem('greeting', damaged);
      expect(readStored('greeting', isText)).toBeUndefined();
    },
  );

  it('where nothing may be kept, lives as long as the page', () => {
    forbid('getItem', 'setItem', 'removeItem');
    expect(readStored('greeting', isText)).toBeUndefined();
    writeStored('greeting', 'hello');
    expect(readStored('greeting', isText)).toBe('hello');
    deleteStored('greeting');
    expect(readStored('greeting', isText)).toBeUndefined();
  });

  it('where no room is left, is not what was kept before', () => {
    writeStored('greeting', 'hello');
    forbid('setItem');
    writeStored('greeting', 'good day');
    expect([readStored('greeting', isText), localStorage.getItem('greeting')]).toEqual(['good day', null]);
  });
});
