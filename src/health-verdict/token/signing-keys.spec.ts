import { createHash, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ConfigProblem } from '../../platform/config/config.js';
import { JwkSetSigningKeys } from './signing-keys.js';

const aKey = (namedCurve = 'P-256') =>
  generateKeyPairSync('ec', { namedCurve }).privateKey.export({ format: 'jwk' }) as JsonWebKey;
const [today, yesterday, stranger] = [aKey(), aKey(), aKey()];
const written = (...keys: JsonWebKey[]) => JSON.stringify({ keys });
/** RFC 7638, 3.2: the members in this order, without blanks. */
const thumbprint = ({ crv, kty, x, y }: JsonWebKey) =>
  createHash('sha256').update(`{"crv":"${crv}","kty":"${kty}","x":"${x}","y":"${y}"}`).digest().subarray(0, 8);

describe('The keys that sign health codes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bamin-keys-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are named by the first eight bytes of their thumbprint; the first one signs', () => {
    const { keyId, privateKey } = new JwkSetSigningKeys(written(today, yesterday)).current();
    expect(Buffer.from(keyId)).toEqual(thumbprint(today));
    expect(privateKey.export({ format: 'jwk' })).toEqual(today);
  });

  it('are found by that name, also those that sign no more; of a stranger none is known', () => {
    const keys = new JwkSetSigningKeys(written(today, yesterday));
    const { d: _, ...shown } = yesterday;
    expect(keys.publicKey(thumbprint(yesterday))?.export({ format: 'jwk' })).toEqual(shown);
    expect(keys.publicKey(thumbprint(stranger))).toBeUndefined();
  });

  it('are shown to third parties without their secret', () => {
    expect(new JwkSetSigningKeys(written(today, yesterday)).jwks()).toEqual({
      keys: [today, yesterday].map((key) => ({
        kty: 'EC',
        crv: 'P-256',
        x: key.x,
        y: key.y,
        kid: thumbprint(key).toString('base64url'),
        alg: 'ES256',
        use: 'sig',
      })),
    });
  });

  it('are written out, with blanks before them or not, or stand in a file', () => {
    const file = join(folder, 'keys.json');
    writeFileSync(file, written(today));
    for (const textOrPath of [written(today), `\n  ${written(today)}`, file])
      expect(Buffer.from(new JwkSetSigningKeys(textOrPath).current().keyId)).toEqual(thumbprint(today));
  });

  it.each([
    ['no key', written()],
    ['a key of another curve', written(today, aKey('P-384'))],
    ['a key that does not sign', written({ kty: today.kty, crv: today.crv, x: today.x, y: today.y } as JsonWebKey)],
    ['no set of keys', '{}'],
    ['no such file', join(folder, 'missing.json')],
  ])('are complained of at the start where there is %s', (_, textOrPath) => {
    expect(() => new JwkSetSigningKeys(textOrPath)).toThrow(ConfigProblem);
    expect(() => new JwkSetSigningKeys(textOrPath)).toThrow(/^BAMIN_CODE_SIGNING_KEYS is not valid/);
  });
});
