import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { aDocument, theSmsCode } from '../health-verdict/residents.js';
import { World } from '../world.js';
import { aMobile, anAddress, anApplication, aRegisteredPerson, PASSWORD, type Registered, told } from './people.js';

const NEXT = 'a slower river 36';

describe('A lost password', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 120_000);
  afterAll(() => world?.stop());

  async function code(mobile: string): Promise<string> {
    world.clock.moveTo(new Date(world.clock.now().getTime() + 900_000)); // A few codes an hour for each mobile.
    const headers = { 'x-requested-with': 'bamin' };
    const sent = await world.app.inject({ method: 'POST', url: '/api/sms-codes', headers, payload: { mobile, purpose: 'recover' }, remoteAddress: anAddress() });
    expect(sent.statusCode).toBe(202);
    return theSmsCode(world, mobile);
  }
  const recover = async ({ mobile, document }: Pick<Registered, 'mobile' | 'document'>, change: { smsCode?: string; password?: string; document?: object } = {}) =>
    world.browser().post('/password-recoveries', { mobile, document, password: NEXT, ...change, smsCode: change.smsCode ?? (await code(mobile)) });
  const signIn = (login: string, password: string) => world.browser().post('/sessions', { door: 'personal', login, password });

  it('is replaced by whoever holds the mobile and names the document; the old one and all sessions are over', async () => {
    const person = await aRegisteredPerson(world);
    expect(await recover(person)).toMatchObject({ status: 200, body: { accountId: person.id } });
    expect((await person.browser.get('/session')).status).toBe(401);
    expect([(await signIn(person.mobile, PASSWORD)).status, (await signIn(person.mobile, NEXT)).status]).toEqual([401, 200]);
  });

  it('is not replaced with another document, a code for something else, a used code or a weak password', async () => {
    const person = await aRegisteredPerson(world);
    expect(told(await recover(person, { document: { type: 'resident-id', number: aDocument() } }))).toEqual([422, 'RECOVERY.MISMATCH']);
    const registering = await anApplication(world, { mobile: aMobile() });
    expect(told(await recover({ ...person, mobile: registering.mobile }, { smsCode: registering.smsCode }))).toEqual([422, 'SMS.CODE_WRONG']);
    const used = await code(person.mobile);
    await recover(person, { smsCode: used, password: `${NEXT} x` });
    expect(told(await recover(person, { smsCode: used }))).toEqual([422, 'SMS.CODE_WRONG']);
    expect(told(await recover(person, { password: 'password1234' }))).toEqual([422, 'PASSWORD.WEAK']);
    expect((await signIn(person.mobile, `${NEXT} x`)).status).toBe(200);
  });

  it('answers a stranger without the code alike, whether or not there is such an account', async () => {
    const person = await aRegisteredPerson(world);
    const nobody = { mobile: aMobile(), document: { type: 'resident-id', number: aDocument() } };
    const answers = [await recover(person, { smsCode: '000000' }), await recover(nobody, { smsCode: '000000' })];
    expect(answers.map(told)).toEqual([[422, 'SMS.CODE_WRONG'], [422, 'SMS.CODE_WRONG']]);
    expect(told(await recover(nobody))).toEqual([422, 'RECOVERY.MISMATCH']);
  });

  it('tells a stranger nothing by the time it takes: nobody is looked for before the code is right', async () => {
    const person = await aRegisteredPerson(world);
    const client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    try {
      await client.query('BEGIN; LOCK TABLE identity.account, identity.resident IN ACCESS EXCLUSIVE MODE');
      expect(told(await recover(person, { smsCode: '000000' }))).toEqual([422, 'SMS.CODE_WRONG']);
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

