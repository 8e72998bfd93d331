import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { digestOf, type Sign1 } from '../../src/health-verdict/token/cose-sign1.js';
import { digestOfCredential, issueCredential } from '../../src/health-verdict/token/credential.js';
import { daysAround, daySecret } from '../../src/health-verdict/token/digits.js';
import { JwkSetSigningKeys } from '../../src/health-verdict/token/signing-keys.js';
import { PresentationVerifier, readPresentation } from '../../src/health-verdict/token/verify-presentation.js';
import { newDeviceKeys, toBase64Url } from '../../web/src/app/resident/presentation/device-key.js';
import { makePresentation } from '../../web/src/app/resident/presentation/make-presentation.js';

const NOW = new Date('2020-02-15T08:00:00Z');
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const hex = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');

function keysOf(): JwkSetSigningKeys {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  return new JwkSetSigningKeys(JSON.stringify({ keys: [jwk] }));
}

async function aPhone(keys: JwkSetSigningKeys) {
  const device = await newDeviceKeys();
  const credential = issueCredential(keys.current(), {
    credentialId: randomBytes(16),
    maskedName: '陈*明',
    birthYear: 1988,
    colour: 'green',
    issuedAt: NOW,
    notBefore: NOW,
    expires: new Date(NOW.getTime() + 86_400_000),
    devicePublicKey: Buffer.from(device.publicKey, 'base64url'),
  });
  const text = await makePresentation(toBase64Url(credential), device.keys.privateKey, NOW.getTime());
  const shown = readPresentation(text);
  if ('ok' in shown) throw new Error(shown.refusal);
  return { shown, digest: digestOfCredential(credential) };
}

describe('A credential whose digest was kept', () => {
  it('is known by it, and verified by its signature where there is none', async () => {
    const keys = keysOf();
    const { shown, digest } = await aPhone(keys);
    const verifier = new PresentationVerifier(keys);
    expect([verifier.check(shown, digest, NOW), verifier.check(shown, undefined, NOW)]).toMatchObject([
      { ok: true },
      { ok: true },
    ]);
    expect(verifier.check(shown, Buffer.alloc(32), NOW)).toEqual({ ok: false, refusal: 'FORGED' });
  });

  it('is forged once its key is no longer published', async () => {
    const { shown, digest } = await aPhone(keysOf());
    const verifier = new PresentationVerifier(keysOf());
    for (const issued of [digest, undefined])
      expect(verifier.check(shown, issued, NOW)).toEqual({ ok: false, refusal: 'FORGED' });
  });
});

describe('The digest of what was signed', () => {
  const signed = (s: bigint, more: Partial<Sign1> = {}): Sign1 => ({
    protectedBytes: Buffer.from([1]),
    protectedHeader: new Map(),
    unprotectedHeader: new Map(),
    payload: Buffer.from([2]),
    signature: Buffer.concat([hex(7n), hex(s)]),
    ...more,
  });
  const digest = (s: bigint, more?: Partial<Sign1>) => digestOf(signed(s, more)).toString('hex');

  it('is one for the two spellings of a signature, also where they meet', () => {
    const half = ORDER / 2n;
    for (const s of [1n, 2n ** 200n, half - 1n, half, half + 1n, ORDER - 1n]) expect(digest(s)).toBe(digest(ORDER - s));
    expect(new Set([1n, 2n, half, half - 1n].map((s) => digest(s))).size).toBe(4);
  });

  it('is another for every other signature, header and payload', () => {
    const known = digest(1n);
    const r = { signature: Buffer.concat([hex(8n), hex(1n)]) };
    const others = [digest(2n), digest(0n), digest(ORDER), digest(ORDER + 1n), digest(1n, r)];
    const moved = digest(1n, { protectedBytes: Buffer.from([1, 2]), payload: Buffer.of() });
    expect([...others, moved, digest(1n, { payload: Buffer.from([3]) })]).not.toContain(known);
    expect(known).toHaveLength(64);
  });
});

describe('The secret of a day', () => {
  const key = Buffer.alloc(32, 5);

  it('hangs on the day alone until the epoch is raised, and then on both', () => {
    const of = (text: string) => createHmac('sha256', key).update(text).digest();
    const date = '2020-02-15';
    expect(daySecret(key, { date, epoch: 0 })).toEqual(of('2020-02-15'));
    expect(daySecret(key, { date, epoch: 2 })).toEqual(of('2020-02-15 2'));
  });

  it('may be that of the other day for a minute around midnight', () => {
    const days = (time: string) => daysAround(new Date(`${time}+08:00`));
    expect(days('2020-02-15T12:00:00')).toEqual(['2020-02-15']);
    expect(days('2020-02-15T00:00:59')).toEqual(['2020-02-14', '2020-02-15']);
    expect(days('2020-02-15T00:01:00')).toEqual(['2020-02-15']);
    expect(days('2020-02-15T23:59:00')).toEqual(['2020-02-15', '2020-02-16']);
    expect(days('2020-02-15T23:58:59')).toEqual(['2020-02-15']);
  });
});
