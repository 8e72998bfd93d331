import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { KeyedHash } from './keyed-hash.js';

describe('A keyed hash', () => {
  it('is the HMAC-SHA-256 of purpose and value, behind the id of its key', () => {
    const [keys, texts] = [
      fc.uint8Array({ minLength: 1, maxLength: 64 }),
      fc.string({ unit: 'binary', maxLength: 300 }),
    ];
    fc.assert(
      fc.property(keys, texts, fc.string(), (key, value, purpose) => {
        const digest = createHmac('sha256', key).update(`${purpose}\0${value}`).digest();
        const hash = new KeyedHash([{ id: 7, key: Buffer.from(key) }]);
        expect(hash.of(value, purpose)).toEqual(Buffer.concat([Buffer.from([7]), digest]));
      }),
    );
  });

  it('refuses a key that HMAC would shorten first', () => {
    expect(() => new KeyedHash([{ id: 1, key: Buffer.alloc(65) }])).toThrow('at most 64 bytes');
  });
});
