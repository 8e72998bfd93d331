import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FieldCipher } from './field-cipher.js';
import { KeyedHash } from './keyed-hash.js';

const old = { id: 1, key: Buffer.alloc(32, 1) };
const current = { id: 2, key: Buffer.alloc(32, 2) };

describe('Encrypted fields', () => {
  it('read back any text, and never look the same twice', () => {
    const cipher = new FieldCipher([current]);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const box = cipher.encrypt(text, 'document');
        return cipher.decrypt(box, 'document') === text && !box.equals(cipher.encrypt(text, 'document'));
      }),
    );
  });

  it('stay readable when the key is rotated, and are written with the new one', () => {
    const box = new FieldCipher([old]).encrypt('350102199001011234', 'document');
    const rotated = new FieldCipher([current, old]);
    expect(rotated.decrypt(box, 'document')).toBe('350102199001011234');
    expect(rotated.encrypt('350102199001011234', 'document')[0]).toBe(current.id);
    expect(() => new FieldCipher([current]).decrypt(box, 'document')).toThrow('No field key with id 1');
  });

  it('do not open in another column, nor with any bit changed, nor cut short', () => {
    const cipher = new FieldCipher([current, old]);
    const box = cipher.encrypt('13800000001', 'mobile');
    expect(() => cipher.decrypt(box, 'document')).toThrow();
    for (let at = 0; at < box.length; at++) {
      const changed = Buffer.from(box);
      changed[at]! ^= 1;
      expect(() => cipher.decrypt(changed, 'mobile')).toThrow();
      expect(() => cipher.decrypt(box.subarray(0, at), 'mobile')).toThrow();
    }
  });
});

describe('Keyed hashes', () => {
  it('find what was stored under an older key', () => {
    const stored = new KeyedHash([old]).of('13800000001', 'mobile');
    const rotated = new KeyedHash([current, old]);
    expect(rotated.candidates('13800000001', 'mobile').some((candidate) => candidate.equals(stored))).toBe(true);
    expect(rotated.of('13800000001', 'mobile')[0]).toBe(current.id);
    expect(stored).toHaveLength(33);
  });

  it('of one value differ by purpose, so that tables cannot be joined by them', () => {
    const hash = new KeyedHash([current]);
    expect(hash.of('13800000001', 'mobile').equals(hash.of('13800000001', 'sub-account'))).toBe(false);
  });
});
