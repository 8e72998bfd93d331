import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkCharacter } from '../../src/identity/contracts/document.js';
import { aDocument, rowsOf } from '../health-verdict/residents.js';
import { World } from '../world.js';
import {
  aCode,
  aMobile,
  anApplication,
  anotherThan,
  type Application,
  aRegisteredPerson,
  asksForACode,
  PASSWORD,
  outcomeOf,
  wordsOf,
  written,
} from './people.js';

const CODE_WRONG = [422, 'SMS.CODE_WRONG'];
const DUPLICATE = [409, 'REGISTRATION.DUPLICATE'];

describe('Registration', () => {
  let world: World;
  const registers = (application: Application) => world.browser().post('/registrations', application);
  const residents = async () =>
    (await rowsOf<{ n: number }>(world, 'SELECT count(*)::int AS n FROM identity.resident'))[0]!.n;

  beforeAll(async () => {
    world = await World.start();
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
  });

  it('opens an account at L3 and signs in', async () => {
    const application = await anApplication(world);
    const browser = world.browser();
    expect(await browser.post('/registrations', application)).toMatchObject({
      status: 201,
      body: { accountId: application.id, displayName: '许文静', level: 3, capacity: { role: 'resident' } },
    });
    expect(await browser.get('/me')).toMatchObject({
      status: 200,
      body: { name: '许文静', maskedName: '许*静', level: 3 },
    });
    expect(await (await world.signedIn(application.mobile, 'personal', PASSWORD)).get('/me')).toMatchObject({
      status: 200,
    });
  });

  it('writes nothing about the person in the clear', async () => {
    const { mobile, document, id } = await aRegisteredPerson(world, { name: '邓婉清' });
    const lines = await written(
      world,
      `SELECT r::text AS line FROM identity.resident r WHERE id = '${id}' UNION ALL SELECT a::text FROM identity.account a WHERE id = '${id}' UNION ALL
       SELECT o.payload::text FROM platform.outbox o WHERE o.aggregate_id = '${id}'`,
    );
    expect(lines).toContain('邓*清');
    for (const secret of ['邓婉清', mobile, document.number, PASSWORD]) expect(lines).not.toContain(secret);
  });

  it.each([
    [
      'a typing error in its last character',
      (number: string) => number.slice(0, 17) + (number.endsWith('1') ? '2' : '1'),
      'DOCUMENT.CHECKSUM',
    ],
    ['a thirtieth of February', () => withCheck('35010219900230123'), 'DOCUMENT.BIRTH_DATE'],
    ['a birth in the future', () => withCheck('35010229900228123'), 'DOCUMENT.BIRTH_DATE'],
    ['seventeen characters', (number: string) => number.slice(1), 'DOCUMENT.FORMAT'],
    ['letters', (number: string) => `A${number.slice(1)}`, 'DOCUMENT.FORMAT'],
  ])('is refused with a document that has %s, and the code may still be used', async (_, spoil, code) => {
    const application = await anApplication(world);
    const number = spoil(application.document.number);
    const answer = await registers({ ...application, document: { type: 'resident-id', number } });
    expect(outcomeOf(answer)).toEqual([422, code]);
    expect(JSON.stringify(answer.body)).not.toContain(number);
    expect((await registers(application)).status).toBe(201);
  });

  it('is refused with a password that is short, common, or says who one is', async () => {
    const application = await anApplication(world);
    for (const password of [
      'short pass',
      'password1234',
      'Bamin-demo-2020',
      'BAMIN-DEMO-2020',
      'my Bamin-demo-2020!',
      'Ｂａｍｉｎ-demo-2020',
      `my ${application.mobile}!`,
      '我叫许文静，住在福州东街口那边',
    ]) {
      expect(outcomeOf(await registers({ ...application, password }))).toEqual([422, 'PASSWORD.WEAK']);
    }
  });

  it('wants the agreement', async () => {
    const { agreement: _, ...rest } = await anApplication(world);
    expect(outcomeOf(await world.browser().post('/registrations', rest))).toEqual([400, 'REQUEST.MALFORMED']);
  });

  it('takes a code once, in time and right', async () => {
    const application = await anApplication(world);
    expect(outcomeOf(await registers({ ...application, smsCode: anotherThan(application.smsCode) }))).toEqual(
      CODE_WRONG,
    );
    world.clock.moveBy(5 * 60 + 1);
    expect(outcomeOf(await registers(application))).toEqual(CODE_WRONG);
    const smsCode = await aCode(world, application.mobile);
    expect((await registers({ ...application, smsCode })).status).toBe(201);
    expect(
      outcomeOf(await registers({ ...(await anApplication(world, { mobile: application.mobile, smsCode })) })),
    ).toEqual(CODE_WRONG);
  });

  it('takes the same code again once a document that is known already was corrected, five in all', async () => {
    const known = await aRegisteredPerson(world);
    const application = await anApplication(world);
    for (let slip = 0; slip < 4; slip++)
      expect(outcomeOf(await registers({ ...application, document: known.document }))).toEqual(DUPLICATE);
    expect((await registers(application)).status).toBe(201);
    const tried = await anApplication(world);
    for (let slip = 0; slip < 5; slip++)
      expect(outcomeOf(await registers({ ...tried, document: known.document }))).toEqual(DUPLICATE);
    expect(outcomeOf(await registers(tried))).toEqual(CODE_WRONG);
  });

  it('never takes the code of another mobile', async () => {
    const [mine, other] = [await anApplication(world), await anApplication(world)];
    expect(outcomeOf(await registers({ ...mine, smsCode: other.smsCode }))).toEqual(CODE_WRONG);
  });

  describe('of who is known already', () => {
    it('tells it only to who holds the mobile, and not whether document or mobile is known', async () => {
      const known = await aRegisteredPerson(world);
      const sameDocument = await registers(await anApplication(world, { document: known.document }));
      world.clock.moveBy(61);
      const sameMobile = await registers(await anApplication(world, { mobile: known.mobile }));
      expect(outcomeOf(sameDocument)).toEqual(DUPLICATE);
      expect(wordsOf(sameDocument)).toEqual(wordsOf(sameMobile));
    });

    it('answers a stranger as if it were unknown', async () => {
      const known = await aRegisteredPerson(world);
      world.clock.moveBy(61);
      expect(wordsOf(await asksForACode(world, known.mobile))).toEqual(wordsOf(await asksForACode(world, aMobile())));
      const stranger = { ...(await anApplication(world)), mobile: aMobile() };
      const unknown = wordsOf(await registers(stranger));
      expect(wordsOf(await registers({ ...stranger, mobile: known.mobile, smsCode: '000000' }))).toEqual(unknown);
      expect(wordsOf(await registers({ ...stranger, document: known.document }))).toEqual(unknown);
    });

    it.each([
      [
        'in small letters',
        { type: 'resident-id', number: withCheckX() },
        ({ number }: { number: string }) => ({ type: 'resident-id', number: number.toLowerCase() }),
      ],
      [
        'after a renewal',
        { type: 'mainland-travel-permit', number: 'H1234567801' },
        () => ({ type: 'mainland-travel-permit', number: 'h1234567802' }),
      ],
      [
        'of the same country',
        { type: 'passport', number: 'E1234', country: 'FRA' },
        () => ({ type: 'passport', number: 'e1234', country: 'FRA' }),
      ],
    ])('knows the same document again %s', async (_, document, again) => {
      await aRegisteredPerson(world, { document });
      expect(outcomeOf(await registers(await anApplication(world, { document: again(document) })))).toEqual(DUPLICATE);
    });

    it('knows the same mobile again with its country code', async () => {
      const { mobile } = await aRegisteredPerson(world);
      world.clock.moveBy(61);
      const application = await anApplication(world, { smsCode: await aCode(world, mobile) });
      expect(outcomeOf(await registers({ ...application, mobile: `+86${mobile}` }))).toEqual(DUPLICATE);
    });

    it('changes nothing of theirs', async () => {
      const known = await aRegisteredPerson(world);
      world.clock.moveBy(61);
      const count = await residents();
      await registers(await anApplication(world, { id: known.id }));
      await registers(await anApplication(world, { mobile: known.mobile, password: 'another quiet river 36' }));
      expect(await residents()).toBe(count);
      expect(await (await world.signedIn(known.mobile, 'personal', PASSWORD)).get('/me')).toMatchObject({
        body: { name: known.name },
      });
    });
  });

  describe('at the same moment', () => {
    it('is done once for a document, and the others hear that it is known', async () => {
      const document = { type: 'resident-id', number: aDocument() };
      const applications = await Promise.all([1, 2, 3, 4].map(() => anApplication(world, { document })));
      const answers = await Promise.all(applications.map(registers));
      expect(answers.map(outcomeOf).sort()).toEqual([[201, undefined], DUPLICATE, DUPLICATE, DUPLICATE]);
    });

    it('is done once for a mobile, however many people type its code', async () => {
      const first = await anApplication(world);
      const others = await Promise.all(
        [1, 2, 3].map(() => anApplication(world, { mobile: first.mobile, smsCode: first.smsCode })),
      );
      const answers = await Promise.all([first, ...others].map(registers));
      expect(answers.map(outcomeOf).sort()).toEqual([[201, undefined], CODE_WRONG, CODE_WRONG, CODE_WRONG]);
    });

    it('is done once for a person who taps twice: the second tap is answered alike, or too early to be', async () => {
      const application = await anApplication(world);
      const before = await residents();
      const answers = await Promise.all([1, 2, 3].map(() => registers(application)));
      const opened = answers.filter(({ status }) => status === 201);
      expect(opened.map(({ body }) => body['accountId'])).toEqual(opened.map(() => application.id));
      expect(opened.length).toBeGreaterThan(0);
      expect(answers.filter(({ status }) => status !== 201).map(outcomeOf)).toEqual(
        Array(3 - opened.length).fill(CODE_WRONG),
      );
      expect(await residents()).toBe(before + 1);
    });
  });
});

function withCheck(first17: string): string {
  return first17 + checkCharacter(first17);
}

/** A number whose check character is the X. */
function withCheckX(): string {
  const first17 = Array.from({ length: 900 }, (_, at) => `35010219910101${String(100 + at)}`).find(
    (number) => checkCharacter(number) === 'X',
  )!;
  return withCheck(first17);
}
