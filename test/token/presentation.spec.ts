import { decode } from 'cborg';
import fc from 'fast-check';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { create } from 'qrcode';
import { decodeBase45, encodeBase45 } from '../../src/health-verdict/token/base45.js';
import { encodeCbor } from '../../src/health-verdict/token/cbor.js';
import { issueCredential } from '../../src/health-verdict/token/credential.js';
import { digitsAt, luhnValid, stepOfDigits } from '../../src/health-verdict/token/digits.js';
import { JwkSetSigningKeys } from '../../src/health-verdict/token/signing-keys.js';
import { PresentationVerifier } from '../../src/health-verdict/token/verify-presentation.js';
import { encodeBase45 as deviceBase45 } from '../../web/src/app/resident/presentation/base45.js';
import { newDeviceKeys, toBase64Url } from '../../web/src/app/resident/presentation/device-key.js';
import { digitsAt as deviceDigits } from '../../web/src/app/resident/presentation/digits.js';
import { makePresentation } from '../../web/src/app/resident/presentation/make-presentation.js';
import { shownBy } from './mutants.js';

const NOW = new Date('2020-02-15T08:00:00Z');
const HOUR = 3_600_000;
const ID = randomBytes(16);

function signingKeys(): JwkSetSigningKeys {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  return new JwkSetSigningKeys(JSON.stringify({ keys: [jwk] }));
}

const keys = signingKeys();

function issued(
  devicePublicKey: Uint8Array,
  issuer = keys,
  expires = new Date(NOW.getTime() + 24 * HOUR),
  name = '陈*明',
) {
  return issueCredential(issuer.current(), {
    credentialId: ID,
    maskedName: name,
    birthYear: 1988,
    colour: 'green',
    issuedAt: NOW,
    notBefore: NOW,
    expires,
    devicePublicKey,
  });
}

async function aPhone(...[issuer, expires, name]: [issuer?: JwkSetSigningKeys, expires?: Date, name?: string]) {
  const device = await newDeviceKeys();
  const credential = issued(Buffer.from(device.publicKey, 'base64url'), issuer, expires, name);
  return { keys: device.keys, credential: toBase64Url(credential) };
}

async function shown(at = NOW): Promise<string> {
  const phone = await aPhone();
  return makePresentation(phone.credential, phone.keys.privateKey, at.getTime());
}

const verifier = new PresentationVerifier(keys);
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

describe('a presentation made by a device', () => {
  it('is accepted and tells what was issued', async () => {
    expect(verifier.verify(await shown(), NOW)).toMatchObject({
      ok: true,
      credential: { maskedName: '陈*明', birthYear: 1988, colour: 'green' },
      credentialId: ID.toString('hex'),
      nonce: expect.stringMatching(/^[0-9a-f]{16}$/),
      presentedAt: NOW,
    });
  });

  it('is read up to 1200 characters, and not beyond', async () => {
    const named = async (characters: number) => {
      const phone = await aPhone(keys, after(3600), 'x'.repeat(characters));
      return makePresentation(phone.credential, phone.keys.privateKey, NOW.getTime());
    };
    const shorter = await named(300);
    const longest = await named(300 + Math.floor(((1200 - shorter.length) * 2) / 3));
    expect([longest.length, verifier.verify(longest, NOW).ok]).toEqual([1200, true]);
    expect(verifier.verify(`${longest}0`, NOW)).toEqual({ ok: false, refusal: 'NON_CANONICAL' });
  });

  it.each([
    [7, false],
    [8, true],
    [64, true],
    [65, false],
  ])('with a nonce of %i bytes counts: %p', async (bytes, counts) => {
    const device = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = device.publicKey.export({ format: 'jwk' });
    const publicKey = Buffer.concat([Buffer.of(4), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]);
    const payload = encodeCbor(
      new Map<number, unknown>([
        [6, NOW.getTime() / 1000],
        [10, Buffer.alloc(bytes, 3)],
      ]),
    );
    const text = shownBy(device.privateKey, decode(issued(publicKey), { useMaps: true }), payload);
    expect(verifier.verify(text, NOW).ok).toBe(counts);
  });

  it('fits a QR code of version 14 at level M, in alphanumeric mode', async () => {
    const { version, segments } = create(await shown(), { errorCorrectionLevel: 'M' });
    expect(version).toBeLessThanOrEqual(14);
    expect(segments).toHaveLength(1);
  });

  it.each([
    [-30, true],
    [-31, 'FROM_THE_FUTURE'],
    [90, true],
    [91, 'EXPIRED'],
  ])('scanned %i s after it was made: %s', async (seconds, expected) => {
    const verification = verifier.verify(await shown(), after(seconds));
    expect(verification.ok || verification.refusal).toBe(expected);
  });

  it('is worth nothing once its credential has expired', async () => {
    const phone = await aPhone(keys, after(10));
    const text = await makePresentation(phone.credential, phone.keys.privateKey, NOW.getTime());
    expect(verifier.verify(text, after(10))).toEqual({ ok: false, refusal: 'EXPIRED' });
  });

  it('is refused when another device signed it', async () => {
    const [mine, theirs] = [await aPhone(), await aPhone()];
    const text = await makePresentation(mine.credential, theirs.keys.privateKey, NOW.getTime());
    expect(verifier.verify(text, NOW)).toEqual({ ok: false, refusal: 'WRONG_DEVICE' });
  });

  it('is refused when the credential is not ours', async () => {
    const phone = await aPhone(signingKeys());
    const text = await makePresentation(phone.credential, phone.keys.privateKey, NOW.getTime());
    expect(verifier.verify(text, NOW)).toEqual({ ok: false, refusal: 'FORGED' });
  });

  it('is refused when a piece is missing', async () => {
    const text = await shown();
    for (const length of [text.length - 3, text.length - 1, 100, 5]) {
      const verification = verifier.verify(text.slice(0, length), NOW);
      expect(verification.ok || ['TRUNCATED', 'NON_CANONICAL'].includes(verification.refusal)).toBe(true);
      expect(verification.ok).toBe(false);
    }
  });

  it('is refused when bytes follow', async () => {
    const bytes = decodeBase45((await shown()).slice(4))!;
    expect(verifier.verify(`BM1:${encodeBase45(Buffer.concat([bytes, Buffer.from([0])]))}`, NOW)).toEqual({
      ok: false,
      refusal: 'NON_CANONICAL',
    });
  });
});

describe('base45', () => {
  it('is the same on both sides and comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(deviceBase45(bytes)).toBe(encodeBase45(bytes));
        expect(decodeBase45(encodeBase45(bytes))).toEqual(bytes);
      }),
    );
  });

  it.each(['GGW', ':::', 'A', '000A', 'a0', '0a', 'a00', '0a0', '00a', '::'])('takes %s for nothing', (text) => {
    expect(decodeBase45(text)).toBeUndefined();
  });
});

describe('digits', () => {
  it('are the same on both sides, and right for 90 seconds', async () => {
    const secret = randomBytes(20);
    const digits = await deviceDigits('123456789', toBase64Url(secret), NOW.getTime());
    expect(digits).toBe(digitsAt('123456789', secret, NOW));
    const step = NOW.getTime() / 30_000;
    expect(
      [0, 29, 59, 60, -30, -31].map((seconds) => stepOfDigits(digits, '123456789', secret, after(seconds))),
    ).toEqual([step, step, step, undefined, step, undefined]);
  });

  it.each([
    ['4111111111111111', true],
    ['4242424242424242', true],
    ['4111111111111112', false],
    ['04111111111111111', false],
    ['4111111111111111 ', false],
    ['411111111111111', false],
    ['411111111111111x', false],
  ])('%s are such that Luhn would have written them: %p', (digits, valid) => {
    expect(luhnValid(digits)).toBe(valid);
  });

  it('say a slip of one digit', () => {
    const digits = digitsAt('123456789', Buffer.alloc(20, 7), NOW);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        expect(luhnValid(digits.slice(0, at) + ((Number(digits[at]) + by) % 10) + digits.slice(at + 1))).toBe(false);
      }),
    );
    expect(luhnValid(digits)).toBe(true);
  });
});
