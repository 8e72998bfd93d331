import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ForgetTraces } from '../../src/identity/application/forget-traces.js';
import { SmsCodes } from '../../src/identity/application/sms-codes.js';
import { SMS_PER_ADDRESS_AND_HOUR } from '../../src/identity/domain/sms-limits.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { readMobile } from '../../src/platform/kernel/mobile.js';
import { apartFromTransactions, Transactions } from '../../src/platform/persistence/transactions.js';
import { newDeviceKeys } from '../../web/src/app/resident/presentation/device-key.js';
import { aClaim, aResident, rowsOf, theSmsCode } from '../health-verdict/residents.js';
import { type Answer, type Browser, World } from '../world.js';
import {
  aCode,
  aMobile,
  anAddress,
  anApplication,
  anotherThan,
  aRegisteredPerson,
  asksForACode,
  PASSWORD,
  signsInWith,
  outcomeOf,
  written,
} from './people.js';

const SENT = [202, undefined];
const TOO_SOON = [429, 'SMS.TOO_SOON'];
const CODE_WRONG = [422, 'SMS.CODE_WRONG'];

describe('A code by SMS', () => {
  let world: World;
  const atOnce = <T>(times: number, ask: (at: number) => Promise<T>) =>
    Promise.all(Array.from({ length: times }, (_, at) => ask(at)));
  const sentOf = (answers: readonly Answer[]) => answers.filter(({ status }) => status === 202).length;
  const register = async (mobile: string, smsCode: string) =>
    outcomeOf(await world.browser().post('/registrations', await anApplication(world, { mobile, smsCode })));

  async function askedIn(browser: Browser, mobile: string, purpose: 'register' | 'recover'): Promise<string> {
    expect(outcomeOf(await browser.post('/sms-codes', { mobile, purpose }))).toEqual(SENT);
    return theSmsCode(world, mobile);
  }

  beforeAll(async () => {
    world = await World.start();
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
  });

  describe('is sent to a mobile', () => {
    it('once a minute, also when asked for twenty times at once and from everywhere', async () => {
      const mobile = aMobile();
      const answers = await atOnce(20, () => asksForACode(world, mobile));
      expect(sentOf(answers)).toBe(1);
      expect(answers.map(outcomeOf).filter(([status]) => status !== 202)).toEqual(Array(19).fill(TOO_SOON));
      world.clock.moveBy(61);
      expect(sentOf(await atOnce(20, () => asksForACode(world, mobile)))).toBe(1);
    });

    it('three times an hour for one stranger, whichever way it is written; the answer says how long to wait', async () => {
      const [mobile, address] = [aMobile(), anAddress()];
      for (const written of [mobile, `+86${mobile}`, ` ${mobile} `]) {
        expect(outcomeOf(await asksForACode(world, written, address))).toEqual(SENT);
        world.clock.moveBy(61);
      }
      const refused = await asksForACode(world, `0086-${mobile}`, address);
      expect(outcomeOf(refused)).toEqual(TOO_SOON);
      const { retryAfterSeconds } = refused.body['facts'] as unknown as { retryAfterSeconds: number };
      expect(retryAfterSeconds).toBeGreaterThan(3600 - 4 * 61);
      world.clock.moveBy(retryAfterSeconds - 5);
      expect(outcomeOf(await asksForACode(world, mobile, address))).toEqual(TOO_SOON);
      world.clock.moveBy(6);
      expect(outcomeOf(await asksForACode(world, mobile, address))).toEqual(SENT);
    });

    it('ten times an hour for all strangers together', async () => {
      const mobile = aMobile();
      for (let stranger = 0; stranger < 10; stranger++) {
        expect(outcomeOf(await asksForACode(world, mobile))).toEqual(SENT);
        world.clock.moveBy(61);
      }
      expect(outcomeOf(await asksForACode(world, mobile))).toEqual(TOO_SOON);
    });

    it('still, when a stranger asked for as many as one may', async () => {
      const [mobile, stranger] = [aMobile(), anAddress()];
      for (let time = 0; time < 4; time++) {
        await asksForACode(world, mobile, stranger);
        world.clock.moveBy(61);
      }
      expect(outcomeOf(await asksForACode(world, mobile, stranger))).toEqual(TOO_SOON);
      expect(outcomeOf(await asksForACode(world, mobile))).toEqual(SENT);
    });

    it('still, when strangers used up everything, in a browser in which the person signed in before, and for their session', async () => {
      const { mobile, browser } = await aRegisteredPerson(world);
      const cookies = (await signsInWith(world, { login: mobile, password: PASSWORD })).mark;
      const { mobile: other } = await aRegisteredPerson(world);
      const strange = (await signsInWith(world, { login: other, password: PASSWORD })).mark;
      const asks = async (bamin_known: string) => {
        const payload = { mobile, purpose: 'recover' };
        const answer = await world.app.inject({
          method: 'POST',
          url: '/api/sms-codes',
          headers: { 'x-requested-with': 'bamin' },
          cookies: { bamin_known },
          payload,
          remoteAddress: anAddress(),
        });
        return answer.statusCode;
      };
      for (let stranger = 0; stranger < 11; stranger++) {
        world.clock.moveBy(61);
        await asksForACode(world, mobile);
      }
      expect([await asks(strange), await asks('x')]).toEqual([429, 429]);
      expect(await asks(cookies)).toBe(202);
      expect(await asks(cookies)).toBe(429);
      for (let time = 0; time < 4; time++) {
        world.clock.moveBy(61);
        expect(outcomeOf(await browser.post('/me/sms-codes'))).toEqual(SENT);
      }
      world.clock.moveBy(61);
      expect([outcomeOf(await browser.post('/me/sms-codes')), await asks(cookies)]).toEqual([TOO_SOON, 429]);
    });

    it('for whichever purpose: the minute is the same', async () => {
      const mobile = aMobile();
      const asks = async (purpose: string) => outcomeOf(await world.browser().post('/sms-codes', { mobile, purpose }));
      expect([await asks('recover'), await asks('register')]).toEqual([SENT, TOO_SOON]);
    });

    it.each(['12345', '23800000001', '+0013800000001', '0013800000001', '١٣٨٠٠٠٠٠٠٠١'])(
      'that is one, and not to %s',
      async (mobile) => {
        const answer = await asksForACode(world, mobile);
        expect(outcomeOf(answer)).toEqual([400, 'REQUEST.MALFORMED']);
        expect(JSON.stringify(answer.body)).not.toContain(mobile);
      },
    );
  });

  describe('is sent for an address', () => {
    it('so many times an hour, however many mobiles it names, also at once', async () => {
      const address = anAddress();
      let sent = 0;
      while (sent < SMS_PER_ADDRESS_AND_HOUR - 10)
        sent += sentOf(await atOnce(10, () => asksForACode(world, aMobile(), address)));
      const answers = await atOnce(20, () => asksForACode(world, aMobile(), address));
      expect(sentOf(answers)).toBe(10);
      expect(answers.map(outcomeOf).filter(([status]) => status !== 202)).toEqual(Array(10).fill(TOO_SOON));
      expect(outcomeOf(await asksForACode(world, aMobile()))).toEqual(SENT);
      world.clock.moveBy(3601);
      expect(outcomeOf(await asksForACode(world, aMobile(), address))).toEqual(SENT);
    });

    it('of which nothing is kept after a day', async () => {
      await asksForACode(world, aMobile());
      await world.signedIn(aMobile(), 'personal', 'nobody has this').catch(() => undefined);
      const traces = () =>
        rowsOf(
          world,
          'SELECT id::text FROM identity.sms_code UNION ALL SELECT login_hash::text FROM identity.sign_in_failure UNION ALL SELECT address_hash::text FROM identity.address_failure',
        );
      const grownOld = async (seconds: number) => {
        await rowsOf(world, `UPDATE identity.sms_code SET sent_at = now() - interval '${seconds} s'`);
        await rowsOf(world, `UPDATE identity.sign_in_failure SET blocked_until = now() - interval '${seconds} s'`);
        await rowsOf(world, `UPDATE identity.address_failure SET at = now() - interval '${seconds} s'`);
      };
      await grownOld(86_400 - 60);
      const before = await traces();
      await world.app.get(ForgetTraces).run();
      expect(before.length).toBeGreaterThanOrEqual(3);
      expect(await traces()).toHaveLength(before.length);
      await grownOld(86_400 + 1);
      await world.app.get(ForgetTraces).run();
      expect(await traces()).toEqual([]);
    });

    it('which is counted as one for a whole network of IPv6, and written down as a keyed hash only', async () => {
      const hashOf = async (address: string) => {
        await asksForACode(world, aMobile(), address);
        const [row] = await rowsOf<{ address_hash: Buffer }>(
          world,
          'SELECT address_hash FROM identity.sms_code ORDER BY id DESC LIMIT 1',
        );
        return row!.address_hash.toString('hex');
      };
      const one = await hashOf('2001:db8:1:2::3');
      expect(await hashOf('2001:0db8:0001:0002:aaaa:bbbb:cccc:dddd')).toBe(one);
      expect(await hashOf('2001:db8:1:3::3')).not.toBe(one);
      expect(await hashOf('::ffff:10.9.8.7')).toBe(await hashOf('10.9.8.7'));
      expect(
        await written(
          world,
          'SELECT c::text AS line FROM identity.sms_code c UNION ALL SELECT f::text FROM identity.address_failure f',
        ),
      ).not.toMatch(/10\.20\.|10\.9\.8|2001:|136100/);
    });
  });

  describe('is worth', () => {
    it('nothing after five wrong ones, though it was right', async () => {
      const mobile = aMobile();
      const code = await aCode(world, mobile);
      for (let guess = 0; guess < 5; guess++) expect(await register(mobile, anotherThan(code))).toEqual(CODE_WRONG);
      expect(await register(mobile, code)).toEqual(CODE_WRONG);
    });

    it('nothing after five wrong ones in the browser that asked for it', async () => {
      const [mobile, browser] = [aMobile(), world.browser()];
      const code = await askedIn(browser, mobile, 'register');
      const tries = async (smsCode: string) =>
        outcomeOf(await browser.post('/registrations', await anApplication(world, { mobile, smsCode })));
      for (let guess = 0; guess < 5; guess++) expect(await tries(anotherThan(code))).toEqual(CODE_WRONG);
      expect(await tries(code)).toEqual(CODE_WRONG);
      expect(await register(mobile, code)).toEqual(CODE_WRONG);
    });

    it('what it was in the browser that asked for it, when strangers guessed at it from wherever they like, and nothing to them by then', async () => {
      const [mobile, browser] = [aMobile(), world.browser()];
      const code = await askedIn(browser, mobile, 'register');
      const named = world.browser();
      await named.post('/sms-codes', { mobile: aMobile(), purpose: 'register' }); // Has a name as well, and not this one.
      for (const stranger of [named, ...Array.from({ length: 5 }, () => world.browser())]) {
        expect(
          outcomeOf(
            await stranger.post('/registrations', await anApplication(world, { mobile, smsCode: anotherThan(code) })),
          ),
        ).toEqual(CODE_WRONG);
      }
      expect(await register(mobile, code)).toEqual(CODE_WRONG);
      expect((await browser.post('/registrations', await anApplication(world, { mobile, smsCode: code }))).status).toBe(
        201,
      );
    });

    it('the same for a lost password', async () => {
      const [{ mobile, document }, browser] = [await aRegisteredPerson(world), world.browser()];
      world.clock.moveBy(61);
      const code = await askedIn(browser, mobile, 'recover');
      const recover = async (by: Browser, smsCode: string) =>
        outcomeOf(await by.post('/password-recoveries', { mobile, document, password: `${PASSWORD} anew`, smsCode }));
      for (let guess = 0; guess < 5; guess++)
        expect(await recover(world.browser(), anotherThan(code))).toEqual(CODE_WRONG);
      expect(await recover(world.browser(), code)).toEqual(CODE_WRONG);
      expect(await recover(browser, code)).toEqual([200, undefined]);
    });

    it('nothing while five wrong ones are still being counted', async () => {
      const mobile = aMobile();
      const code = await aCode(world, mobile);
      const codes = world.app.get(SmsCodes);
      const prove = (typed: string) => codes.prove({ mobile: readMobile(mobile)!, code: typed, purpose: 'register' });
      const right = await world.app.get(Transactions).run(async () => {
        for (let guess = 0; guess < 5; guess++) await prove(anotherThan(code));
        const meanwhile = apartFromTransactions(() => prove(code));
        await new Promise((resolve) => setTimeout(resolve, 200));
        return [meanwhile];
      });
      expect(await right[0]).toEqual({ proof: 'wrong' });
    });

    it('nothing after twenty wrong ones that came at once', async () => {
      const mobile = aMobile();
      const code = await aCode(world, mobile);
      const wrong = Array.from({ length: 20 }, (_, at) => String((Number(code) + 1 + at) % 1_000_000).padStart(6, '0'));
      const applications = await Promise.all(wrong.map((smsCode) => anApplication(world, { mobile, smsCode })));
      const answers = await Promise.all(
        applications.map((application) => world.browser().post('/registrations', application)),
      );
      expect(answers.map(outcomeOf)).toEqual(Array(20).fill(CODE_WRONG));
      const [row] = await rowsOf<{ tries: number }>(
        world,
        'SELECT strangers_tries AS tries FROM identity.sms_code ORDER BY id DESC LIMIT 1',
      );
      expect(row!.tries).toBe(20);
      expect(await register(mobile, code)).toEqual(CODE_WRONG);
    });

    it('nothing once a newer one was sent, whatever became of that', async () => {
      const mobile = aMobile();
      const older = await aCode(world, mobile);
      world.clock.moveBy(61);
      const newer = await aCode(world, mobile);
      if (older !== newer) expect(await register(mobile, older)).toEqual(CODE_WRONG);
      for (let guess = 0; guess < 4; guess++)
        await register(mobile, anotherThan(newer) === older ? anotherThan(older) : anotherThan(newer));
      expect(await register(mobile, older)).toEqual(CODE_WRONG);
      expect(await register(mobile, newer)).toEqual(CODE_WRONG);
    });

    it('what it was in the browser that asked for it, when a stranger asked for another, which is right as well', async () => {
      const [mobile, browser] = [aMobile(), world.browser()];
      const code = await askedIn(browser, mobile, 'register');
      world.clock.moveBy(61);
      const strangers = await aCode(world, mobile);
      const application = await anApplication(world, { mobile, smsCode: code });
      expect((await browser.post('/registrations', application)).status).toBe(201);
      expect((await browser.post('/registrations', application)).status).toBe(201); // Its answer may be lost.
      expect(await register(mobile, strangers)).toEqual(CODE_WRONG); // Sent before the other did its work.
    });

    it("the same to whoever types the stranger's, the one that came last, in the browser that asked", async () => {
      const [{ mobile, document }, browser] = [await aRegisteredPerson(world), world.browser()];
      world.clock.moveBy(61);
      await askedIn(browser, mobile, 'recover');
      world.clock.moveBy(61);
      const smsCode = await askedIn(world.browser(), mobile, 'recover');
      expect(
        outcomeOf(
          await browser.post('/password-recoveries', { mobile, document, password: `${PASSWORD} anew`, smsCode }),
        ),
      ).toEqual([200, undefined]);
    });

    it('nothing once its own browser asked for a newer one', async () => {
      const [mobile, browser] = [aMobile(), world.browser()];
      const older = await askedIn(browser, mobile, 'register');
      world.clock.moveBy(61);
      const newer = await askedIn(browser, mobile, 'register');
      const tries = async (smsCode: string) =>
        outcomeOf(await browser.post('/registrations', await anApplication(world, { mobile, smsCode })));
      if (older !== newer) expect(await tries(older)).toEqual(CODE_WRONG);
      expect(await tries(newer)).toEqual([201, undefined]);
    });

    it('no more guesses because there are two: each has its own, and a miss counts against both', async () => {
      const [mobile, browser] = [aMobile(), world.browser()];
      const code = await askedIn(browser, mobile, 'register');
      world.clock.moveBy(61);
      const stranger = world.browser();
      const strangers = await askedIn(stranger, mobile, 'register');
      const tries = async (by: Browser, smsCode: string) =>
        outcomeOf(await by.post('/registrations', await anApplication(world, { mobile, smsCode })));
      const neither = [code, strangers].includes(anotherThan(code))
        ? anotherThan(anotherThan(code))
        : anotherThan(code);
      for (let guess = 0; guess < 5; guess++) expect(await tries(stranger, neither)).toEqual(CODE_WRONG);
      expect(await tries(stranger, strangers)).toEqual(CODE_WRONG);
      for (let guess = 0; guess < 4; guess++) expect(await tries(browser, neither)).toEqual(CODE_WRONG);
      const counted = await rowsOf(
        world,
        'SELECT tries, strangers_tries FROM identity.sms_code ORDER BY id DESC LIMIT 2',
      );
      expect(counted).toEqual([
        { tries: 6, strangers_tries: 4 },
        { tries: 4, strangers_tries: 0 },
      ]);
      expect(await tries(browser, code)).toEqual([201, undefined]);
    });

    it('nothing for anything but what it was asked for', async () => {
      const { browser, mobile } = await aResident(world);
      await browser.post('/code', aClaim());
      const enrol = async (by: Browser, more: object = {}) =>
        outcomeOf(
          await by.post('/code/devices', {
            id: newId(),
            name: 'phone',
            publicKey: (await newDeviceKeys()).publicKey,
            ...more,
          }),
        );
      expect(await enrol(browser)).toEqual([201, undefined]);
      world.clock.moveBy(61);
      const elsewhere = await world.signedIn(mobile, 'personal', PASSWORD);
      expect(await enrol(elsewhere, { smsCode: await aCode(world, mobile) })).toEqual([422, 'DEVICE.SMS_REQUIRED']);
      world.clock.moveBy(61);
      await elsewhere.post('/me/sms-codes');
      const smsCode = await theSmsCode(world, mobile);
      expect(await register(mobile, smsCode)).toEqual(CODE_WRONG);
      expect(await enrol(elsewhere, { smsCode })).toEqual([201, undefined]);
    });

    it('nothing to whoever reads the database', async () => {
      const mobile = aMobile();
      const code = await aCode(world, mobile);
      const row = await written(world, 'SELECT c::text AS line FROM identity.sms_code c ORDER BY id DESC LIMIT 1');
      expect(row).not.toContain(mobile);
      expect(row.replaceAll(/[0-9a-f]{64,}/g, '')).not.toContain(code);
    });
  });
});
