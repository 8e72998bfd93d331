import { createHash, generateKeyPairSync } from 'node:crypto';
import { decodeCbor, encodeCbor } from './cbor.js';
import { ALG, digestOf, ES256, KID, readSign1, sign1 } from './cose-sign1.js';
import { type CredentialFacts, digestOfCredential, issueCredential, parseCredential } from './credential.js';
import { JwkSetSigningKeys } from './signing-keys.js';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keys = new JwkSetSigningKeys(JSON.stringify({ keys: [privateKey.export({ format: 'jwk' })] }));
const { keyId } = keys.current();
const at = (time: string) => new Date(`2020-02-15T${time}Z`);
const POINT = Buffer.concat([Buffer.of(4), Buffer.alloc(32, 5), Buffer.alloc(32, 6)]);
const FACTS: CredentialFacts = {
  credentialId: Buffer.alloc(16, 7),
  maskedName: '陈*明',
  birthYear: 1988,
  colour: 'green',
  issuedAt: at('08:00:00'),
  notBefore: at('08:00:01'),
  expires: at('20:00:00'),
  devicePublicKey: POINT,
};
const issued = issueCredential(keys.current(), FACTS);
const parts = decodeCbor(issued) as [Uint8Array, Map<number, unknown>, Uint8Array, Uint8Array];
const CLAIMS = decodeCbor(parts[2]) as Map<number, unknown>;
const COSE_KEY = (CLAIMS.get(8) as Map<number, Map<number, unknown>>).get(1)!;

/** Signed by us, whatever it says. */
const saying = (claims: Map<number, unknown>, key: unknown = keyId) =>
  sign1(
    privateKey,
    new Map<number, unknown>([
      [ALG, ES256],
      [KID, key],
    ]),
    claims,
  );
const claim = (label: number, value: unknown) => saying(new Map([...CLAIMS, [label, value]]));
const deviceKey = (label: number, value: unknown) => claim(8, new Map([[1, new Map([...COSE_KEY, [label, value]])]]));
const without = <Key>(map: Map<Key, unknown>, label: Key) => new Map([...map].filter(([key]) => key !== label));

describe('A credential', () => {
  it('says what was issued, and by which key', () => {
    const parsed = parseCredential(parts)!;
    expect(parsed.facts).toEqual({
      ...FACTS,
      credentialId: new Uint8Array(FACTS.credentialId),
      devicePublicKey: new Uint8Array(POINT),
    });
    expect(Buffer.from(parsed.keyId)).toEqual(Buffer.from(keyId));
    expect(parseCredential(claim(-70_002, 0))).toMatchObject({ facts: { birthYear: 0 } });
    expect(parseCredential(claim(-70_002, 9999))).toMatchObject({ facts: { birthYear: 9999 } });
    expect(parseCredential(claim(6, 0))).toMatchObject({ facts: { issuedAt: new Date(0) } });
  });

  it.each<readonly [what: string, value: unknown]>([
    ['nothing', undefined],
    ['claims that are not signed', CLAIMS],
    ['one whose key is text', saying(CLAIMS, 'our key, say')],
    ['one whose key has 7 bytes', saying(CLAIMS, keyId.subarray(1))],
    ['one with a claim more', saying(new Map([...CLAIMS, [99, 1]]))],
    ...[...CLAIMS.keys()].map((label) => [`one without claim ${label}`, saying(without(CLAIMS, label))] as const),
    ...[4, 5, 6, -70_002].flatMap((label) => [
      [`one whose claim ${label} is text`, claim(label, '1')] as const,
      [`one whose claim ${label} is not whole`, claim(label, 1.5)] as const,
      [`one whose claim ${label} is negative`, claim(label, -1)] as const,
      [`one whose claim ${label} is too large`, claim(label, 2 ** 32)] as const,
    ]),
    ['one of the year 10000', claim(-70_002, 10_000)],
    ['one of an id that is text', claim(7, 'sixteen letters.')],
    ['one of an id of 15 bytes', claim(7, Buffer.alloc(15))],
    ['one of a name that is a number', claim(-70_001, 1)],
    ['one of a colour that is none', claim(-70_003, 'Green!')],
    ['one for no device', claim(8, new Map())],
    ['one for a device without its key', claim(8, new Map([[2, COSE_KEY]]))],
    ['one for a device whose key is text', claim(8, new Map([[1, 'key']]))],
    ['one for a device whose key says more', deviceKey(99, 1)],
    ...[1, -1, -2, -3].map(
      (label) => [`one for a device key without ${label}`, claim(8, new Map([[1, without(COSE_KEY, label)]]))] as const,
    ),
    ['one for a device key of another kind', deviceKey(1, 1)],
    ['one for a device key on another curve', deviceKey(-1, 2)],
    ...[-2, -3].flatMap((label) => [
      [`one for a device key whose ${label} is text`, deviceKey(label, 'x'.repeat(32))] as const,
      [`one for a device key whose ${label} is short`, deviceKey(label, Buffer.alloc(31))] as const,
    ]),
  ])('is not %s', (_, value) => {
    expect(parseCredential(value)).toBeUndefined();
  });

  it.each([
    ['too short', POINT.subarray(0, 64)],
    ['too long', Buffer.concat([POINT, Buffer.of(0)])],
    ['compressed', Buffer.concat([Buffer.of(2), POINT.subarray(1)])],
  ])('is not issued for a point that is %s', (_, devicePublicKey) => {
    expect(() => issueCredential(keys.current(), { ...FACTS, devicePublicKey })).toThrow('not an uncompressed');
  });

  it('is kept as the digest of what was signed, and nothing else is', () => {
    const signed = readSign1(parts, [ALG, KID], [])!;
    expect(digestOfCredential(issued)).toEqual(digestOf(signed));
    expect(() => digestOfCredential(encodeCbor(CLAIMS))).toThrow('not a credential');
  });
});

describe('Our keys', () => {
  const jwks = (...curves: string[]) =>
    JSON.stringify({
      keys: curves.map((namedCurve) => generateKeyPairSync('ec', { namedCurve }).privateKey.export({ format: 'jwk' })),
    });

  it('are known by eight bytes of their thumbprint; the first one signs', () => {
    const several = new JwkSetSigningKeys(`\n ${jwks('P-256', 'P-256')}`);
    const [first, second] = several.jwks().keys;
    const { crv, kty, x, y } = first!;
    const thumbprint = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest().subarray(0, 8);
    expect(Buffer.from(several.current().keyId)).toEqual(thumbprint);
    expect(first).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x,
      y,
      kid: thumbprint.toString('base64url'),
      alg: 'ES256',
      use: 'sig',
    });
    const idOf = (jwk: object) => Buffer.from((jwk as { kid: string }).kid, 'base64url');
    expect(several.publicKey(idOf(second!))!.export({ format: 'jwk' })).toMatchObject({ x: second!.x });
    expect(several.publicKey(Buffer.alloc(8))).toBeUndefined();
  });

  it.each([
    ['an empty list', '{"keys":[]}'],
    ['no list', '{}'],
    ['a key of another curve', jwks('P-384')],
    ['a file that is not there', '/nowhere/keys.json'],
    ['nothing', ''],
  ])('are not %s', (_, text) => {
    expect(() => new JwkSetSigningKeys(text)).toThrow('BAMIN_CODE_SIGNING_KEYS');
  });
});
