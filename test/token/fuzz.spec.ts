import { decode } from 'cborg';
import fc from 'fast-check';
import { generateKeyPairSync } from 'node:crypto';
import { decodeBase45 } from '../../src/health-verdict/token/base45.js';
import { encodeCbor } from '../../src/health-verdict/token/cbor.js';
import { issueCredential } from '../../src/health-verdict/token/credential.js';
import { JwkSetSigningKeys } from '../../src/health-verdict/token/signing-keys.js';
import { PresentationVerifier } from '../../src/health-verdict/token/verify-presentation.js';
import { BYTES, Dice, type Parts, partsOf, shownAs, signedAgain, TEXTS, timesAround } from './mutants.js';
import { verifyPresentation } from './third-party-verifier.mjs';

const NOW = new Date('2020-02-15T08:00:00Z');
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_200_215);
const REFUSALS = ['NOT_OURS', 'TRUNCATED', 'NON_CANONICAL', 'FORGED', 'WRONG_DEVICE', 'FROM_THE_FUTURE', 'EXPIRED'];

const aKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const [device, issuer] = [aKey(), aKey()];
const keys = new JwkSetSigningKeys(JSON.stringify({ keys: [issuer.export({ format: 'jwk' })] }));
const jwks = keys.jwks() as Parameters<typeof verifyPresentation>[1];
const verifier = new PresentationVerifier(keys);
const good = aPresentation();

/** As a device makes it. */
function aPresentation(): Parts {
  const { x, y } = device.export({ format: 'jwk' });
  const devicePublicKey = Buffer.concat([Buffer.of(4), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]);
  const times = { issuedAt: NOW, notBefore: NOW, expires: new Date(NOW.getTime() + 86_400_000) };
  const credential = issueCredential(keys.current(), {
    credentialId: Buffer.alloc(16, 7),
    maskedName: '欧阳**',
    birthYear: 1988,
    colour: 'green',
    devicePublicKey,
    ...times,
  });
  const [header, payload] = [
    encodeCbor(new Map([[1, -7]])),
    encodeCbor(
      new Map<number, unknown>([
        [6, seconds(NOW)],
        [10, Buffer.alloc(8, 3)],
      ]),
    ),
  ];
  return partsOf(
    Buffer.concat([
      Buffer.of(0xd2),
      encodeCbor([header, new Map([[14, decode(credential, { useMaps: true })]]), payload, Buffer.alloc(64)]),
    ]),
  );
}

function seconds(at: Date): number {
  return at.getTime() / 1000;
}

const shown = (change: Partial<Parts> = {}) => signedAgain({ ...good, ...change }, issuer, device);

/** Ours and the third party's, which must be one: never an exception, never another word. */
function verdict(text: string, at = NOW): string {
  const ours = verifier.verify(text, at);
  const theirs = verifyPresentation(text, jwks, at) as {
    ok: boolean;
    refusal?: string;
    maskedName?: string;
    birthYear?: number;
    colour?: string;
  };
  const [told, toldByThem] = [ours.ok ? 'accepted' : ours.refusal, theirs.ok ? 'accepted' : theirs.refusal!];
  if (told !== toldByThem) throw new Error(`ours ${told}, theirs ${toldByThem} (seed ${SEED}): ${text}`);
  if (ours.ok)
    expect(theirs).toMatchObject({
      maskedName: ours.credential.maskedName,
      birthYear: ours.credential.birthYear,
      colour: ours.credential.colour,
    });
  else expect(REFUSALS).toContain(told);
  return told;
}

describe('mutants of a token', () => {
  it('come from one that is accepted', () => {
    expect(verdict(shown())).toBe('accepted');
  });

  it.each(Object.entries(BYTES))('with %s are never accepted, and named the same by everybody', (_, mutate) => {
    const dice = new Dice(SEED);
    const whole = Buffer.from(decodeBase45(shown().slice(4))!);
    for (let count = 0; count < 300; count++) {
      const mutant = mutate(whole, dice);
      if (!mutant.equals(whole)) expect(verdict(shownAs(mutant))).not.toBe('accepted');
    }
  });

  it.each(Object.entries(TEXTS))('with %s are never accepted, and named the same by everybody', (_, mutate) => {
    const dice = new Dice(SEED);
    const whole = shown();
    for (let count = 0; count < 300; count++) {
      const mutant = mutate(whole, dice);
      if (mutant !== whole) expect(verdict(mutant)).not.toBe('accepted');
    }
  });

  it('are never accepted, whichever byte was changed', () => {
    const whole = decodeBase45(shown().slice(4))!;
    for (let at = 0; at < whole.length; at++)
      expect(verdict(shownAs(whole.map((byte, place) => (place === at ? byte ^ (1 << (at % 8)) : byte))))).not.toBe(
        'accepted',
      );
  });

  it.each(['header', 'payload', 'credentialHeader', 'claims'] as const)(
    'in their %s, signed again by who may, are judged the same by everybody',
    (part) => {
      const dice = new Dice(SEED);
      const told = new Map<string, number>();
      for (let count = 0; count < 300; count++) {
        const word = verdict(shown({ [part]: dice.one(Object.values(BYTES))(good[part], dice) }));
        told.set(word, (told.get(word) ?? 0) + 1);
      }
      // Nothing inside is cut off by the way here.
      expect(told.get('TRUNCATED')).toBeUndefined();
      expect(told.get('NON_CANONICAL')).toBeGreaterThan(50);
    },
  );
});

describe('a time, signed by the device itself', () => {
  const made = (iat: number | bigint) =>
    shown({
      payload: Buffer.from(
        encodeCbor(
          new Map<number, unknown>([
            [6, iat],
            [10, Buffer.alloc(8)],
          ]),
        ),
      ),
    });
  const now = seconds(NOW);

  it.each(timesAround(now))('of %d', (iat) => {
    const expected =
      iat < 0 || iat >= 2 ** 32
        ? 'NON_CANONICAL'
        : iat > now + 30
          ? 'FROM_THE_FUTURE'
          : iat < now - 90
            ? 'EXPIRED'
            : 'accepted';
    expect(verdict(made(iat))).toBe(expected);
  });

  it.each([2n ** 53n, 2n ** 63n, 2n ** 64n - 1n])('of %d, more than a number holds', (iat) => {
    expect(verdict(made(iat))).toBe('NON_CANONICAL');
  });

  it.each([4, 5, 6])('claim %i of a credential is bounded, too', (label) => {
    const claims = decode(good.claims, { useMaps: true }) as Map<number, unknown>;
    for (const time of timesAround(now).filter((it) => it < 0 || it >= 2 ** 32)) {
      expect(verdict(shown({ claims: Buffer.from(encodeCbor(new Map([...claims, [label, time]]))) }))).toBe(
        'NON_CANONICAL',
      );
    }
  });

  it('is worth nothing to a clock that tells none', () => {
    expect(verdict(shown(), new Date(NaN))).toBe('FROM_THE_FUTURE');
    for (const text of [made(now), made(0)]) expect(verdict(text, new Date(8.64e15))).toBe('EXPIRED');
  });
});

describe('what a scanner reads instead of a token', () => {
  it('is refused', () => {
    const dice = new Dice(SEED);
    for (let count = 0; count < 500; count++)
      expect(verdict(shownAs(Buffer.from(Array.from({ length: dice.throw(300) }, () => dice.throw(256)))))).not.toBe(
        'accepted',
      );
  });

  it('is refused, whatever its characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        expect(verdict(text)).not.toBe('accepted');
        expect(verdict(`BM1:${text}`)).not.toBe('accepted');
      }),
    );
  });
});
