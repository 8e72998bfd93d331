import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decode } from 'cborg';
import { generateKeyPairSync } from 'node:crypto';
import { decodeBase45 } from '../../src/health-verdict/token/base45.js';
import { encodeCbor } from '../../src/health-verdict/token/cbor.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { DONGJIEKOU, Scanner } from '../checkpoint/at-the-checkpoint.js';
import { World } from '../world.js';
import { BYTES, Dice, shownAs, shownBy, TEXTS, timesAround } from './mutants.js';

const SEED = Number(process.env['FUZZ_SEED'] ?? 20_200_215);

describe('Mutants of a token, scanned', () => {
  let world: World;
  let scanner: Scanner;
  const device = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let credential: unknown;

  beforeAll(async () => {
    world = await World.start({ demo: true });
    scanner = await Scanner.at(world, '13900000004', DONGJIEKOU);
    const resident = await world.signedIn('13800000001', 'personal');
    const { x, y } = device.publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.of(4), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]);
    const { body } = await resident.post('/code/devices', {
      id: newId(),
      name: 'phone',
      publicKey: point.toString('base64url'),
    });
    credential = decode(Buffer.from(String(body['credential']), 'base64url'), { useMaps: true });
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
  });

  const now = () => Math.floor(world.clock.now().getTime() / 1000);
  const made = (iat: number) =>
    shownBy(
      device.privateKey,
      credential,
      encodeCbor(
        new Map<number, unknown>([
          [6, iat],
          [10, Buffer.from(newId())],
        ]),
      ),
    );
  /** What the scanner is told: an outcome, or the code of a refusal of the request. */
  const told = async (presentation: string) => {
    const { status, body } = await scanner.scan({ presentation });
    expect([200, 400, 422]).toContain(status);
    return status === 200 ? String(body['refusal'] ?? body['outcome']) : String(body['code']);
  };

  it('come from one that is read', async () => {
    expect(await told(made(now()))).toBe('read');
  });

  it('are refused in words, never read, never a failure', async () => {
    const [whole, dice] = [made(now()), new Dice(SEED)];
    const bytes = Buffer.from(decodeBase45(whole.slice(4))!);
    const mutants = [
      ...Object.values(BYTES).flatMap((mutate) => Array.from({ length: 6 }, () => shownAs(mutate(bytes, dice)))),
      ...Object.values(TEXTS).flatMap((mutate) => Array.from({ length: 6 }, () => mutate(whole, dice))),
    ];
    for (const mutant of mutants.filter((it) => it !== whole)) {
      expect(['NOT_OURS', 'TRUNCATED', 'NON_CANONICAL', 'FORGED', 'WRONG_DEVICE', 'REQUEST.MALFORMED']).toContain(
        await told(mutant),
      );
    }
  });

  it('with a time at or beyond any bound, signed by the device itself, are read at their time alone', async () => {
    const at = now();
    const outcomes = await Promise.all(timesAround(at).map(async (iat) => [iat, await told(made(iat))] as const));
    for (const [iat, outcome] of outcomes) {
      if (iat < 0 || iat >= 2 ** 32) expect([iat, outcome]).toEqual([iat, 'NON_CANONICAL']);
      else if (iat > at + 40) expect([iat, outcome]).toEqual([iat, 'FROM_THE_FUTURE']);
      else if (iat < at - 90) expect([iat, outcome]).toEqual([iat, 'EXPIRED']);
    }
    expect(outcomes.map(([, outcome]) => outcome)).toContain('read');
  });
});
