import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { aDocument, theSmsCode } from '../health-verdict/residents.js';
import { World } from '../world.js';
import {
  aMobile,
  anAddress,
  anApplication,
  aRegisteredPerson,
  PASSWORD,
  type Registered,
  outcomeOf,
} from './people.js';

const NEXT = 'a slower river 36';

describe('A lost password', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 120_000);
  afterAll(() => world?.stop());

  async function code(mobile: string): Promise<string> {
    world.clock.moveBy(900); // A few codes an hour for each mobile.
    const headers = { 'x-requested-with': 'bamin' };
    const sent = await world.app.inject({
      method: 'POST',
      url: '/api/sms-codes',
      headers,
      payload: { mobile, purpose: 'recover' },
      remoteAddress: anAddress(),
    });
    expect(sent.statusCode).toBe(202);
    return theSmsCode(world, mobile);
  }
  const recover = async (
    { mobile, document }: Pick<Registered, 'mobile' | 'document'>,
    change: { smsCode?: string; password?: string; document?: object } = {},
  ) =>
    world.browser().post('/password-recoveries', {
      mobile,
      document,
      password: NEXT,
      ...change,
      smsCode: change.smsCode ?? (await code(mobile)),
    });
  const signIn = (login: string, password: string) =>
    world.browser().post('/sessions', { door: 'personal', login, password });

  it('is replaced by whoever holds the mobile and names the document; the old one and all sessions are over', async () => {
    const person = await aRegisteredPerson(world);
    expect(await recover(person)).toMatchObject({ status: 200, body: { accountId: person.id } });
    expect((await person.browser.get('/session')).status).toBe(401);
    expect([(await signIn(person.mobile, PASSWORD)).status, (await signIn(person.mobile, NEXT)).status]).toEqual([
      401, 200,
    ]);
  });

  it('is not replaced with another document, a code for something else, a used code or a weak password', async () => {
    const person = await aRegisteredPerson(world);
    expect(outcomeOf(await recover(person, { document: { type: 'resident-id', number: aDocument() } }))).toEqual([
      422,
      'RECOVERY.MISMATCH',
    ]);
    const registering = await anApplication(world, { mobile: aMobile() });
    expect(
      outcomeOf(await recover({ ...person, mobile: registering.mobile }, { smsCode: registering.smsCode })),
    ).toEqual([422, 'SMS.CODE_WRONG']);
    const used = await code(person.mobile);
    await recover(person, { smsCode: used, password: `${NEXT} x` });
    expect(outcomeOf(await recover(person, { smsCode: used }))).toEqual([422, 'SMS.CODE_WRONG']);
    for (const password of ['password1234', '许文静 and the quiet river'])
      expect(outcomeOf(await recover(person, { password }))).toEqual([422, 'PASSWORD.WEAK']);
    expect((await signIn(person.mobile, `${NEXT} x`)).status).toBe(200);
  });

  it('is replaced with the same code once a slip in the document is corrected, and the code is spent then', async () => {
    const person = await aRegisteredPerson(world);
    const smsCode = await code(person.mobile);
    expect(
      outcomeOf(await recover(person, { smsCode, document: { type: 'resident-id', number: aDocument() } })),
    ).toEqual([422, 'RECOVERY.MISMATCH']);
    expect((await recover(person, { smsCode })).status).toBe(200);
    expect(outcomeOf(await recover(person, { smsCode }))).toEqual([422, 'SMS.CODE_WRONG']);
  });

  it.each([
    ['in one browser', false],
    ['in two', true],
  ])('is no way to try more than five documents with one code, typed %s', async (_, inTwo) => {
    const person = await aRegisteredPerson(world);
    world.clock.moveBy(900);
    const [browser, other] = [world.browser(), world.browser()];
    await browser.post('/sms-codes', { mobile: person.mobile, purpose: 'recover' });
    const body = { mobile: person.mobile, password: NEXT, smsCode: await theSmsCode(world, person.mobile) };
    for (let slip = 0; slip < 5; slip++) {
      const by = inTwo && slip % 2 === 0 ? other : browser;
      expect(
        outcomeOf(
          await by.post('/password-recoveries', { ...body, document: { type: 'resident-id', number: aDocument() } }),
        ),
      ).toEqual([422, 'RECOVERY.MISMATCH']);
    }
    for (const by of [browser, other])
      expect(outcomeOf(await by.post('/password-recoveries', { ...body, document: person.document }))).toEqual([
        422,
        'SMS.CODE_WRONG',
      ]);
  });

  it('is no way to try documents with code after code: one waits longer after each, with the right one, too', async () => {
    const person = await aRegisteredPerson(world);
    const document = () => ({ type: 'resident-id', number: aDocument() });
    const first = await code(person.mobile);
    for (let slip = 0; slip < 5; slip++)
      expect(outcomeOf(await recover(person, { smsCode: first, document: document() }))).toEqual([
        422,
        'RECOVERY.MISMATCH',
      ]);
    const smsCode = await code(person.mobile);
    expect(outcomeOf(await recover(person, { smsCode, document: document() }))).toEqual([422, 'RECOVERY.MISMATCH']);
    expect(outcomeOf(await recover(person, { smsCode }))).toEqual([429, 'SIGN_IN.BLOCKED']);
    world.clock.moveBy(21);
    expect((await recover(person, { smsCode })).status).toBe(200);
  });

  it('is replaced once with one code, however often it is sent at once', async () => {
    const person = await aRegisteredPerson(world);
    const smsCode = await code(person.mobile);
    const answers = await Promise.all(
      [1, 2, 3, 4].map((at) => recover(person, { smsCode, password: `${NEXT} ${at}` })),
    );
    expect(answers.map(outcomeOf).sort()).toEqual([[200, undefined], ...Array(3).fill([422, 'SMS.CODE_WRONG'])]);
  });

  it('answers a stranger without the code alike, whether or not there is such an account', async () => {
    const person = await aRegisteredPerson(world);
    const nobody = { mobile: aMobile(), document: { type: 'resident-id', number: aDocument() } };
    const answers = [await recover(person, { smsCode: '000000' }), await recover(nobody, { smsCode: '000000' })];
    expect(answers.map(outcomeOf)).toEqual([
      [422, 'SMS.CODE_WRONG'],
      [422, 'SMS.CODE_WRONG'],
    ]);
    expect(outcomeOf(await recover(nobody))).toEqual([422, 'RECOVERY.MISMATCH']);
  });

  it('tells a stranger nothing by the time it takes: nobody is looked for before the code is right', async () => {
    const person = await aRegisteredPerson(world);
    const client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    try {
      await client.query('BEGIN; LOCK TABLE identity.account, identity.resident IN ACCESS EXCLUSIVE MODE');
      expect(outcomeOf(await recover(person, { smsCode: '000000' }))).toEqual([422, 'SMS.CODE_WRONG']);
    } finally {
      await client.end();
    }
  });

  it('is a way back for somebody whom guessing strangers have locked out', async () => {
    const person = await aRegisteredPerson(world);
    for (let guess = 0; guess < 12; guess++) await signIn(person.mobile, `wrong guess no ${guess}`);
    expect((await signIn(person.mobile, PASSWORD)).status).toBe(429);
    expect((await recover(person)).status).toBe(200);
  });
});
