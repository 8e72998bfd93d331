import { describe, expect, it, jest } from '@jest/globals';
import { decode } from 'cborg';
import { generateKeyPairSync } from 'node:crypto';
import { sql } from 'kysely';
import { CodeReader } from '../../src/health-verdict/contracts/code-reader.js';
import { encodeCbor } from '../../src/health-verdict/token/cbor.js';
import { type CredentialFacts, issueCredential, parseCredential } from '../../src/health-verdict/token/credential.js';
import { SigningKeys } from '../../src/health-verdict/token/signing-keys.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { shownBy } from '../token/mutants.js';
import { worldForAll } from '../world-for-all.js';
import { aClaim, aResident } from './residents.js';

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
type Cose = [Uint8Array, Map<number, unknown>, Uint8Array, Uint8Array];

describe('A credential that is shown', () => {
  const world = worldForAll({ demo: true });

  async function aPhone() {
    const { browser } = await aResident(world());
    expect((await browser.post('/code', aClaim())).status).toBe(201);
    const device = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = device.publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.of(4), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]);
    const asked = { id: newId(), name: 'phone', publicKey: point.toString('base64url') };
    const { body } = await browser.post('/code/devices', asked);
    const issued = decode(Buffer.from(String(body['credential']), 'base64url'), { useMaps: true }) as Cose;
    const { facts } = parseCredential(issued)!;
    /** Signed by the phone, whatever stands in the place of its credential. */
    const shows = async (credential: unknown) => {
      const now = world().clock.now();
      const claims = new Map<number, unknown>([
        [6, Math.floor(now.getTime() / 1000)],
        [10, Buffer.from(newId())],
      ]);
      const presentation = shownBy(device.privateKey, credential, encodeCbor(claims));
      const reading = await world().app.get(CodeReader).read({ presentation }, now);
      return reading.outcome === 'read' ? 'read' : reading.refusal;
    };
    const remember = (digest: Buffer | null) =>
      world()
        .app.get(Transactions)
        .run((tx) =>
          sql`UPDATE health_verdict.credential SET digest = ${digest} WHERE id = ${Buffer.from(facts.credentialId).toString('hex')}::uuid`.execute(
            tx.db(),
          ),
        );
    return { issued, facts, shows, remember };
  }

  const signedByUs = (facts: CredentialFacts) =>
    decode(issueCredential(world().app.get(SigningKeys).current(), facts), { useMaps: true }) as Cose;
  const mirrored = ([header, none, payload, signature]: Cose): Cose => {
    const s = ORDER - BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
    const other = Buffer.from(s.toString(16).padStart(64, '0'), 'hex');
    return [header, none, payload, Buffer.concat([signature.subarray(0, 32), other])];
  };
  const withBit = (bytes: Uint8Array, place: number) => bytes.map((byte, at) => (at === place ? byte ^ 1 : byte));

  it('is the one that was issued, in either spelling of its signature', async () => {
    const { issued, shows } = await aPhone();
    expect([await shows(issued), await shows(mirrored(issued))]).toEqual(['read', 'read']);
  });

  it('is forged with any bit of its signature turned', async () => {
    const { issued, shows } = await aPhone();
    const [header, none, payload, signature] = issued;
    for (const place of [0, 31, 32, 63])
      expect(await shows([header, none, payload, withBit(signature, place)])).toBe('FORGED');
  });

  it('is forged when it says anything else than was issued, even in our own hand', async () => {
    const { facts, shows } = await aPhone();
    const hour = new Date(facts.expires.getTime() + 3_600_000);
    for (const lie of [{ maskedName: '王*明' }, { birthYear: 1950 }, { expires: hour }, { notBefore: hour }])
      expect(await shows(signedByUs({ ...facts, ...lie }))).toBe('FORGED');
  });

  it('is unknown when it is in our hand and was never issued, and forged when it is in another’s', async () => {
    const [{ facts, shows }, other] = [await aPhone(), await aPhone()];
    const never = signedByUs({ ...facts, credentialId: Buffer.alloc(16, 7) });
    const [header, none, payload] = never;
    expect(await shows(never)).toBe('UNKNOWN');
    expect(await shows([header, none, payload, Buffer.alloc(64, 1)])).toBe('FORGED');
    expect(await shows(other.issued)).toBe('WRONG_DEVICE');
  });

  it('is verified by its signature when its row is from before digests were kept', async () => {
    const { issued, facts, shows, remember } = await aPhone();
    await remember(null);
    const [header, none, payload, signature] = issued;
    expect(await shows(issued)).toBe('read');
    expect(await shows([header, none, payload, withBit(signature, 5)])).toBe('FORGED');
    await remember(Buffer.alloc(32));
    expect([await shows(issued), await shows(signedByUs(facts))]).toEqual(['FORGED', 'FORGED']);
  });

  it('is forged once the key that signed it is published no longer', async () => {
    const { issued, shows } = await aPhone();
    const withdrawn = jest.spyOn(world().app.get(SigningKeys), 'publicKey').mockReturnValue(undefined);
    expect(await shows(issued)).toBe('FORGED');
    withdrawn.mockRestore();
    expect(await shows(issued)).toBe('read');
  });
});
