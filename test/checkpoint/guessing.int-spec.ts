import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/platform/kernel/ids.js';
import { type Browser, World } from '../world.js';
import { DONGJIEKOU, guess, Phone, rows, Scanner, scannerOfDongjie, ZHONGHUA } from './at-the-checkpoint.js';

const MINUTE = 60_000;
const REFUSED = { status: 200, body: { outcome: 'refused', refusal: 'DIGITS_UNKNOWN' } };
const TOO_MANY = { status: 429, body: { code: 'DIGITS.TOO_MANY' } };

describe('guessing digits', () => {
  let world: World;
  let chen: Browser;
  let phone: Phone;
  let lin: Scanner;
  let wu: Scanner;
  let serial: string;
  let later = 0;

  beforeAll(async () => {
    world = await World.start({ demo: true });
    phone = await Phone.of(world, '13800000001');
    chen = await world.signedIn('13800000001', 'personal');
    lin = await Scanner.at(world, '13900000004', DONGJIEKOU);
    wu = await Scanner.at(world, '13900000005', ZHONGHUA);
    serial = (await phone.digits()).digits.slice(0, 9);
  });
  /** Eleven minutes after the test before: its misses are forgotten. */
  beforeEach(() => world.clock.moveTo(new Date(Date.now() + ++later * 11 * MINUTE)));
  afterAll(() => world?.stop());

  const letters = async () => {
    await world.settle();
    return ((await chen.get('/messages')).body['items'] as unknown as { title: { en: string } }[]).filter(({ title }) =>
      title.en.includes('digits'),
    );
  };

  it('ends for an account after ten misses, in whichever shift, and leaves its camera alone', async () => {
    for (let miss = 0; miss < 10; miss++) {
      if (miss % 3 === 0) await lin.open(DONGJIEKOU);
      expect(await lin.scan(guess(`10000000${miss}`, miss))).toMatchObject(REFUSED);
    }
    await lin.open(DONGJIEKOU);
    expect(await lin.scan(guess('200000000', 1))).toMatchObject(TOO_MANY);
    expect((await lin.scan(await phone.presentation())).body).toMatchObject({ outcome: 'read' });
    expect(await wu.scan(guess('200000000', 1))).toMatchObject(REFUSED);
  });

  it('is forgotten after ten minutes', async () => {
    const start = world.clock.now().getTime();
    for (let miss = 0; miss < 10; miss++) await lin.scan(guess(`30000000${miss}`, miss));
    expect(await lin.scan(await phone.digits())).toMatchObject(TOO_MANY);
    world.clock.moveTo(new Date(start + 10 * MINUTE - 5000));
    expect(await lin.scan(await phone.digits())).toMatchObject(TOO_MANY);
    world.clock.moveTo(new Date(start + 10 * MINUTE + 30_000));
    expect((await lin.scan(await phone.digits())).body).toMatchObject({ outcome: 'read' });
  });

  it('counts every try under the same scan id, and answers a repeated one the same', async () => {
    const id = newId(world.clock.now());
    expect(await lin.scan(guess('400000000', 1), id)).toMatchObject(REFUSED);
    for (let retry = 0; retry < 20; retry++) expect(await lin.scan(guess('400000000', 1), id)).toMatchObject(REFUSED);
    expect(await lin.scan(guess('400000000', 2), id)).toMatchObject({ status: 409, body: { code: 'SCAN.ID_TAKEN' } });
    // What was refused is not read later under its id.
    expect(await lin.scan(await phone.presentation(), id)).toMatchObject({ status: 409 });
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, number) =>
        lin.scan(guess(`41000000${number % 10}`, number), newId(world.clock.now())),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(9);
  });

  it('closes a serial after five misses by anybody, whether it is known or not, and its holder is told once', async () => {
    const before = (await letters()).length;
    for (const known of [serial, '500000000']) {
      const answers = [];
      for (let miss = 0; miss < 5; miss++) answers.push(await (miss % 2 ? lin : wu).scan(guess(known, miss)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
      expect(await lin.scan(guess(known, 6))).toMatchObject(TOO_MANY);
    }
    expect(await lin.scan(await phone.digits())).toMatchObject(TOO_MANY);
    expect((await lin.scan(await phone.presentation())).body).toMatchObject({ outcome: 'read' });
    expect((await letters()).length).toBe(before + 1);
  });

  it('lets no more through at once than one after the other, by account and by serial, and locks nobody out for ever', async () => {
    const [zheng, zhou] = [await scannerOfDongjie(world, '13900000021'), await scannerOfDongjie(world, '13900000022')];
    const many = await Promise.all([zheng, zhou].map((mobile) => Scanner.at(world, mobile, DONGJIEKOU)));
    const all = [lin, wu, ...many];
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, number) =>
        all[number % 4]!.scan(guess(number % 8 < 4 ? '600000000' : '700000000', number)),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    const misses = await rows(
      world,
      `SELECT serial, count(*)::int AS count FROM checkpoint.digit_guess WHERE serial IN ('600000000', '700000000') GROUP BY 1 ORDER BY 1`,
    );
    expect(misses).toEqual([
      { serial: '600000000', count: 5 },
      { serial: '700000000', count: 5 },
    ]);
  });

  it('is neither digits that fit nor a slip of the finger', async () => {
    const { digits } = await phone.digits();
    const slip = { digits: digits.slice(0, -1) + String((Number(digits.at(-1)) + 1) % 10) };
    for (let time = 0; time < 12; time++) expect((await lin.scan(slip)).body).toMatchObject({ code: 'DIGITS.TYPO' });
    expect((await lin.scan({ digits })).body).toMatchObject({ outcome: 'read' });
    expect(
      await rows(world, 'SELECT 1 FROM checkpoint.digit_guess WHERE serial = $1 AND guessed_at > $2', [
        serial,
        new Date(world.clock.now().getTime() - MINUTE),
      ]),
    ).toEqual([]);
  });
});
