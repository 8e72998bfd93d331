import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { CodeReader } from '../../src/health-verdict/contracts/code-reader.js';
import { digitsAt } from '../../src/health-verdict/token/digits.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { apartFromTransactions, Transactions } from '../../src/platform/persistence/transactions.js';
import { newDeviceKeys } from '../../web/src/app/resident/presentation/device-key.js';
import { makePresentation } from '../../web/src/app/resident/presentation/make-presentation.js';
import { type Browser, World } from '../world.js';
import { aClaim, aResident, type Person, rowsOf, theSmsCode } from './residents.js';

const PASSWORD = 'the quiet river 35';

describe('The devices that show a code', () => {
  let world: World;
  const later = (seconds: number) => world.clock.moveTo(new Date(world.clock.now().getTime() + seconds * 1000));
  const read = (shown: { presentation: string } | { digits: string }) =>
    world.app.get(CodeReader).read(shown, world.clock.now());
  const READ = expect.objectContaining({ outcome: 'read' });
  const REVOKED = { outcome: 'refused', refusal: 'REVOKED' };
  const DEAD_DIGITS = expect.objectContaining({ refusal: 'DIGITS_UNKNOWN' });
  const told = ({ status, body }: { status: number; body: object }) => [status, (body as { code?: string }).code];
  const TOO_MANY = [409, 'DEVICE.TOO_MANY'];
  const SMS_REQUIRED = [422, 'DEVICE.SMS_REQUIRED'];

  beforeAll(async () => {
    world = await World.start({ demo: true });
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
  });

  const claimed = async (): Promise<Person> => {
    const person = await aResident(world);
    expect((await person.browser.post('/code', aClaim())).status).toBe(201);
    return person;
  };
  const elsewhere = ({ mobile }: Person) => world.signedIn(mobile, 'personal', PASSWORD);

  async function enrol(browser: Browser, more: object = {}) {
    const { keys, publicKey } = await newDeviceKeys();
    const device = { id: newId(), name: 'phone', publicKey, ...more };
    const answer = await browser.post('/code/devices', device);
    const qr = () =>
      makePresentation(String(answer.body['credential']), keys.privateKey, world.clock.now().getTime()).then(
        (presentation) => read({ presentation }),
      );
    return { browser, device, answer, qr };
  }

  async function bySms({ mobile }: Person, browser: Browser, more: object = {}) {
    later(61);
    expect((await browser.post('/me/sms-codes')).status).toBe(202);
    return enrol(browser, { smsCode: await theSmsCode(world, mobile), ...more });
  }

  /** What a phone keeps of the digits: they go on without network. */
  async function digitsKeptBy(browser: Browser) {
    const { serial, days } = (await browser.get('/code/digits')).body as unknown as {
      serial: string;
      days: { secret: string }[];
    };
    return () => read({ digits: digitsAt(serial, Buffer.from(days[0]!.secret, 'base64url'), world.clock.now()) });
  }

  async function lettersOf({ browser }: Person): Promise<string[]> {
    await world.settle();
    const items = (await browser.get('/messages')).body['items'] as unknown as { title: { en: string } }[];
    return items.map(({ title }) => title.en);
  }

  const liveOf = ({ id }: Person) =>
    rowsOf(
      world,
      `SELECT FROM health_verdict.device d JOIN health_verdict.code c ON c.id = d.code_id WHERE c.resident_id = '${id}' AND d.revoked_at IS NULL`,
    );

  it('need no SMS for the very first one, nor for its request sent again', async () => {
    const person = await claimed();
    const first = await enrol(person.browser);
    const again = await person.browser.post('/code/devices', first.device);
    expect([first.answer.status, again.status, again.body['deviceId']]).toEqual([201, 201, first.device.id]);
  });

  it('need one for every other, in the same session too: a stolen cookie takes nobody’s place', async () => {
    const person = await claimed();
    const phone = await enrol(person.browser);
    expect(told((await enrol(person.browser)).answer)).toEqual(SMS_REQUIRED);
    expect(told((await enrol(person.browser, { replaces: phone.device.id })).answer)).toEqual(SMS_REQUIRED);
    expect(told((await enrol(await elsewhere(person))).answer)).toEqual(SMS_REQUIRED);
    expect(await phone.qr()).toEqual(READ);
    await person.browser.delete(`/code/devices/${phone.device.id}`);
    expect(told((await enrol(person.browser)).answer)).toEqual(SMS_REQUIRED);
  });

  it('give their place, QR and digits, to a newcomer in the same session that brings an SMS', async () => {
    const person = await claimed();
    const phone = await enrol(person.browser);
    const digits = await digitsKeptBy(person.browser);
    const newcomer = await bySms(person, person.browser);
    expect([newcomer.answer.status, await newcomer.qr(), await phone.qr(), await digits()]).toEqual([
      201,
      READ,
      REVOKED,
      DEAD_DIGITS,
    ]);
    expect(await liveOf(person)).toHaveLength(1);
  });

  it('are three at most; who is too many is told before an SMS is used up, and may be given the place of one', async () => {
    const person = await claimed();
    const first = await enrol(person.browser);
    for (let more = 0; more < 2; more++) expect((await bySms(person, await elsewhere(person))).answer.status).toBe(201);
    const fourth = await elsewhere(person);
    expect((await fourth.get('/code/devices')).body).toMatchObject({
      items: [{ own: false }, {}, {}],
      most: 3,
      needs: 'place',
    });
    expect(told((await enrol(fourth)).answer)).toEqual(TOO_MANY);
    later(61);
    await fourth.post('/me/sms-codes');
    const smsCode = await theSmsCode(world, person.mobile);
    expect(told((await enrol(fourth, { smsCode })).answer)).toEqual(TOO_MANY);
    expect(told((await enrol(fourth, { smsCode, replaces: newId() })).answer)).toEqual([404, 'DEVICE.NOT_FOUND']);
    expect((await enrol(fourth, { smsCode, replaces: first.device.id })).answer.status).toBe(201);
    expect(await first.qr()).toEqual(REVOKED);
    expect((await fourth.get('/code/devices')).body).toMatchObject({ items: [{}, {}, { own: true }], needs: 'sms' });
  });

  it('are listed with when they came and when they were last seen', async () => {
    const person = await claimed();
    const { device } = await enrol(person.browser);
    later(3600);
    expect((await person.browser.post(`/code/devices/${device.id}/credential`)).status).toBe(201);
    const [listed] = (await person.browser.get('/code/devices')).body['items'] as unknown as {
      enrolledAt: string;
      renewedAt: string;
    }[];
    expect(Date.parse(listed!.renewedAt) - Date.parse(listed!.enrolledAt)).toBeGreaterThanOrEqual(3_600_000);
  });

  it('are revoked also by a session that has none of its own, which then needs its SMS', async () => {
    const person = await claimed();
    const phone = await enrol(person.browser);
    const other = await elsewhere(person);
    expect((await other.delete(`/code/devices/${phone.device.id}`)).status).toBe(204);
    expect((await other.get('/code/devices')).body).toMatchObject({ items: [], needs: 'sms' });
    expect(await phone.qr()).toEqual(REVOKED);
  });

  it('show digits only where they show the QR, and digits of one day', async () => {
    const person = await claimed();
    expect((await person.browser.get('/code/digits')).body['days']).toHaveLength(1);
    const { device } = await enrol(person.browser);
    expect(told(await (await elsewhere(person)).get('/code/digits'))).toEqual(SMS_REQUIRED);
    expect((await person.browser.get('/code/digits')).body['days']).toHaveLength(1);
    await person.browser.delete(`/code/devices/${device.id}`);
    expect(told(await person.browser.get('/code/digits'))).toEqual(SMS_REQUIRED);
  });

  it('lose QR and digits when they are revoked; the others read their digits anew', async () => {
    const person = await claimed();
    const phone = await enrol(person.browser);
    const tablet = await bySms(person, await elsewhere(person));
    const [stolen, kept] = [await digitsKeptBy(tablet.browser), await digitsKeptBy(phone.browser)];
    const before = (await phone.browser.get('/code')).body['digitsEpoch'];
    await phone.browser.delete(`/code/devices/${tablet.device.id}`);
    expect([await stolen(), await tablet.qr(), await kept(), await phone.qr()]).toEqual([
      DEAD_DIGITS,
      REVOKED,
      DEAD_DIGITS,
      READ,
    ]);
    expect((await phone.browser.get('/code')).body['digitsEpoch']).toBe(Number(before) + 1);
    expect(await (await digitsKeptBy(phone.browser))()).toEqual(READ);
  });

  it('are told to the person, each that came, was replaced or was revoked', async () => {
    const person = await claimed();
    await enrol(person.browser);
    expect(await lettersOf(person)).toEqual(['A new device shows your health code']);
    const second = await bySms(person, person.browser);
    expect(await lettersOf(person)).toEqual([
      'A new device took the place of another',
      'A new device shows your health code',
    ]);
    await person.browser.delete(`/code/devices/${second.device.id}`);
    expect((await lettersOf(person))[0]).toBe('A device was revoked');
    expect(
      await rowsOf(
        world,
        `SELECT FROM identity.message WHERE resident_id = '${person.id}' AND message::text LIKE '%phone%'`,
      ),
    ).toEqual([]);
  });

  it('end, QR and digits, with the session that enrolled them; and the person is told', async () => {
    const person = await claimed();
    const phone = await enrol(person.browser);
    const digits = await digitsKeptBy(person.browser);
    const elsewhereToo = await elsewhere(person);
    const [qr, before] = [await phone.qr(), await digits()];
    expect((await person.browser.delete('/session')).status).toBe(204);
    await world.settle();
    expect([qr, before, await phone.qr(), await digits()]).toEqual([READ, READ, REVOKED, DEAD_DIGITS]);
    expect((await elsewhereToo.get('/code/devices')).body).toMatchObject({ items: [], needs: 'sms' });
    expect((await lettersOf({ ...person, browser: elsewhereToo }))[0]).toBe('A device was signed out');
  });

  it('end with a recovered password, all of them; with a changed one, those of the other sessions', async () => {
    const person = await claimed();
    const phone = await enrol(person.browser);
    const tablet = await bySms(person, await elsewhere(person));
    const onPhone = await digitsKeptBy(phone.browser);
    expect(
      (await tablet.browser.post('/password-changes', { current: PASSWORD, next: 'the quiet river 36' })).status,
    ).toBe(204);
    await world.settle();
    expect([await phone.qr(), await onPhone(), await tablet.qr()]).toEqual([REVOKED, DEAD_DIGITS, READ]);
    const onTablet = await digitsKeptBy(tablet.browser);
    expect(await onTablet()).toEqual(READ);
    later(61);
    await world.browser().post('/sms-codes', { mobile: person.mobile, purpose: 'recover' });
    const recovery = {
      mobile: person.mobile,
      document: { type: 'resident-id', number: person.document },
      smsCode: await theSmsCode(world, person.mobile),
      password: 'the quiet river 37',
    };
    expect((await world.browser().post('/password-recoveries', recovery)).status).toBe(200);
    await world.settle();
    expect([await tablet.qr(), await onTablet()]).toEqual([REVOKED, DEAD_DIGITS]);
  });

  it('let the digits die that a session read before there was any device', async () => {
    const person = await claimed();
    const digits = await digitsKeptBy(person.browser);
    await person.browser.delete('/session');
    await world.settle();
    expect(await digits()).toEqual(DEAD_DIGITS);
    expect(
      await rowsOf(world, `SELECT digits_epoch FROM health_verdict.code WHERE resident_id = '${person.id}'`),
    ).toEqual([{ digits_epoch: 1 }]);
  });

  describe('enrolled at once', () => {
    it('are one, where none was: the others need an SMS', async () => {
      const person = await claimed();
      const answers = (await Promise.all([1, 2, 3, 4, 5].map(() => enrol(person.browser)))).map(
        ({ answer }) => answer.status,
      );
      expect(answers.sort()).toEqual([201, 422, 422, 422, 422]);
      expect(await liveOf(person)).toHaveLength(1);
    });

    it('are never more than three, though each brings its SMS', async () => {
      const person = await claimed();
      await enrol(person.browser);
      await bySms(person, await elsewhere(person));
      const both = [await elsewhere(person), await elsewhere(person)] as const;
      const before = (await smsUsed()).length;
      const answers = await whileNothingIsWritten(async () => {
        const first = bySms(person, both[0]);
        await until(async () => (await smsUsed()).length === before + 1);
        const second = bySms(person, both[1]);
        await until(async () => (await smsUsed()).length === before + 2);
        await new Promise((resolve) => setTimeout(resolve, 200)); // Whoever did not wait for its turn has seen two devices by now.
        return [first, second];
      });
      expect(answers.map(({ answer }) => answer.status).sort()).toEqual([201, 409]);
      expect(await liveOf(person)).toHaveLength(3);
    });

    /** Reads go on: two requests know what there is before either of them writes. */
    async function whileNothingIsWritten<T>(work: () => Promise<Promise<T>[]>): Promise<T[]> {
      const started = await world.app.get(Transactions).run(async (tx) => {
        await sql`LOCK TABLE health_verdict.device IN SHARE MODE`.execute(tx.db());
        return { answers: await apartFromTransactions(work) };
      });
      return Promise.all(started.answers);
    }

    const smsUsed = () =>
      rowsOf(world, `SELECT FROM identity.sms_code WHERE purpose = 'device' AND used_at IS NOT NULL`);

    async function until(holds: () => Promise<boolean>): Promise<void> {
      for (let tries = 0; tries < 200 && !(await holds()); tries++)
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});
