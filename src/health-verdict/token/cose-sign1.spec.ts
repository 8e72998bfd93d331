import { createHash, generateKeyPairSync } from 'node:crypto';
import { ALG, digestOf, ES256, KCWT, KID, readSign1, sign1, type Sign1, signatureHolds, toSign } from './cose-sign1.js';
import { encodeCbor } from './cbor.js';

const device = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const HEADER = new Map<number, unknown>([[ALG, ES256]]);
const CLAIMS = new Map<number, unknown>([[6, 1]]);

const signed = (claims = CLAIMS) => sign1(device.privateKey, HEADER, claims);
const read = (value: unknown) => readSign1(value, [ALG], []);

describe('What is signed', () => {
  const [header, unprotected, payload, signature] = signed();

  it('is four parts', () => {
    expect(read([header, unprotected, payload, signature])).toEqual({
      protectedBytes: header,
      protectedHeader: HEADER,
      unprotectedHeader: new Map(),
      payload,
      signature,
    });
    expect(readSign1([header, new Map([[KCWT, 'x']]), payload, signature], [ALG], [KCWT])).toBeDefined();
  });

  it.each([
    ['nothing', undefined],
    ['three parts', [header, unprotected, payload]],
    ['five parts', [header, unprotected, payload, signature, 0]],
    ['text as long as four parts', '1234'],
    ['something iterable that is no list', new Set([header, unprotected, payload, signature])],
    ['a header that is text', ['a10126', unprotected, payload, signature]],
    ['a payload that is text', [header, unprotected, 'a10601', signature]],
    ['a signature that is text', [header, unprotected, payload, 'x'.repeat(64)]],
    ['a signature too short', [header, unprotected, payload, signature.subarray(1)]],
    ['a signature too long', [header, unprotected, payload, Buffer.concat([signature, Buffer.of(0)])]],
    ['a header that is not protected', [header, new Map([[KID, header]]), payload, signature]],
    ['an unprotected part that is no map', [header, [], payload, signature]],
    ['a header with more in it', [encodeCbor(new Map([...HEADER, [KID, 1]])), unprotected, payload, signature]],
    ['a header with something else in it', [encodeCbor(new Map([[KID, ES256]])), unprotected, payload, signature]],
    ['a header of another algorithm', [encodeCbor(new Map([[ALG, -8]])), unprotected, payload, signature]],
    ['a header that is no CBOR', [Buffer.of(0xff), unprotected, payload, signature]],
  ])('is not %s', (_, value) => {
    expect(read(value)).toBeUndefined();
  });
});

describe('A signature', () => {
  /** The number begins with this byte: one in 256 does. */
  function signedWith(first: number, number: 'r' | 's'): Sign1 {
    for (let claim = 0; ; claim++) {
      const made = read(signed(new Map([[6, claim]])))!;
      if (made.signature[number === 'r' ? 0 : 32] === first) return made;
    }
  }

  it.each([0x00, 0x7f, 0x80, 0xfe])('holds whichever byte its numbers begin with (%i)', (first) => {
    for (const number of ['r', 's'] as const)
      expect(signatureHolds(device.publicKey, signedWith(first, number))).toBe(true);
  });

  it('holds for nothing else, and with no other key', () => {
    const made = read(signed())!;
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(signatureHolds(stranger.publicKey, made)).toBe(false);
    expect(signatureHolds(device.publicKey, { ...made, payload: encodeCbor(new Map([[6, 2]])) })).toBe(false);
    expect(signatureHolds(device.publicKey, { ...made, signature: Buffer.alloc(64) })).toBe(false);
    expect(signatureHolds('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n', made)).toBe(false);
  });

  it('is kept as it is where its s is the smaller one: what was kept before is still known', () => {
    const made = read(signed())!;
    const small = { ...made, signature: Buffer.concat([Buffer.alloc(63, 1), Buffer.of(7)]) };
    const digest = createHash('sha256')
      .update(Buffer.concat([toSign(small.protectedBytes, small.payload), small.signature]))
      .digest();
    expect(digestOf(small)).toEqual(digest);
  });
});
