import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CodeReader } from '../../src/health-verdict/contracts/code-reader.js';
import { VerdictsChangedV1 } from '../../src/health-verdict/contracts/events.js';
import { TurnSweep } from '../../src/health-verdict/application/verdict/turn-sweep.js';
import { digitsAt } from '../../src/health-verdict/token/digits.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { newDeviceKeys } from '../../web/src/app/resident/presentation/device-key.js';
import { makePresentation } from '../../web/src/app/resident/presentation/make-presentation.js';
import { type Browser, World } from '../world.js';
import { aClaim, aDocument, aResident, csv, type Person, rowsOf, type Visit, handIn } from './residents.js';

describe('A health code', () => {
  let world: World;
  let operator: Browser;
  const shanghai = (local: string) => `${local}+08:00`;
  const hears = async (...visits: Visit[]) => handIn(operator, csv(...visits));
  const claimed = async (options?: { document: string }) => {
    const person = await aResident(world, options);
    const { body } = await person.browser.post('/code', aClaim());
    return { ...person, code: body };
  };
  const colourOf = async ({ browser }: Person) => (await browser.get('/code')).body['colour'];
  const history = ({ id }: Person) =>
    rowsOf(
      world,
      `SELECT v.seq, v.colour FROM health_verdict.verdict v JOIN health_verdict.code c USING (subject_id) WHERE c.resident_id = '${id}' ORDER BY seq`,
    );
  const told = async ({ id }: Person) => {
    const events = await rowsOf<{ changes: { residentId: string; seq: number; colour: string }[] }>(
      world,
      `SELECT payload->'changes' AS changes FROM platform.outbox WHERE type = '${VerdictsChangedV1}' ORDER BY position`,
    );
    return events
      .flatMap(({ changes }) => changes)
      .filter(({ residentId }) => residentId === id)
      .map(({ seq, colour }) => [seq, colour]);
  };

  beforeAll(async () => {
    world = await World.start({ demo: true });
    operator = await world.signedIn('13900000001');
  }, 120_000);
  beforeEach(() => world.clock.moveTo(shanghai('2020-02-12T10:00:00')));
  afterAll(async () => {
    await world?.stop();
  });

  it('is claimed with one tap by whoever is proven at L4, and green at once', async () => {
    const answer = await (await aResident(world)).browser.post('/code', aClaim());
    expect(answer).toMatchObject({
      status: 201,
      body: { maskedName: '许*静', colour: 'green', causes: [], serial: expect.stringMatching(/^\d{9}$/) },
    });
    const early = await aResident(world, { level: 3 });
    expect(await early.browser.post('/code', aClaim())).toMatchObject({
      status: 422,
      body: { code: 'CODE.LEVEL_TOO_LOW' },
    });
    expect(await early.browser.get('/code')).toMatchObject({ status: 404, body: { code: 'CODE.NOT_CLAIMED' } });
  });

  it('is one per person, however often and however fast it is asked for; the first position stays', async () => {
    const { browser, id } = await aResident(world);
    const answers = await Promise.all(
      ['350102', '350103', '350104', '350105', '350111'].map((areaKey) => browser.post('/code', aClaim(areaKey))),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => `${String(body['codeId'])} ${String(body['serial'])}`)).size).toBe(1);
    expect(
      await rowsOf(
        world,
        `SELECT FROM platform.outbox WHERE type = 'health-verdict.code-claimed.v1' AND payload->>'residentId' = '${id}'`,
      ),
    ).toHaveLength(1);
  });

  it('is refused in an area that is no county, and with an id that is taken', async () => {
    const [first, second] = [await claimed(), await aResident(world)];
    expect(await second.browser.post('/code', aClaim('3501'))).toMatchObject({
      status: 422,
      body: { code: 'CODE.UNKNOWN_AREA' },
    });
    expect(await second.browser.post('/code', { ...aClaim(), id: first.code['codeId'] })).toMatchObject({
      status: 409,
    });
  });

  it('counts what was known before there was an account, and says why, from when and until when', async () => {
    const document = aDocument();
    await hears({ reference: 'P-1', document });
    const { code } = await claimed({ document });
    expect(code).toMatchObject({
      colour: 'orange',
      until: '2020-02-24T16:00:00.000Z',
      causes: [{ cause: 5, from: '2020-02-09T16:00:00.000Z', until: '2020-02-24T16:00:00.000Z' }],
    });
    expect(code).toMatchObject({
      causes: [{ title: { en: expect.stringContaining('Fever-clinic') }, source: {}, wayBack: {}, legalBasis: {} }],
    });
  });

  it('turns green at the instant, without anything running; the sweep writes and tells it once', async () => {
    const person = await claimed();
    await hears({ reference: 'P-2', document: person.document });
    expect(await colourOf(person)).toBe('orange');
    world.clock.moveTo(new Date(Date.parse(shanghai('2020-02-25T00:00:00')) - 3000));
    expect(await colourOf(person)).toBe('orange');
    world.clock.moveTo(shanghai('2020-02-25T00:00:00'));
    expect(await colourOf(person)).toBe('green');
    await Promise.all([world.app.get(TurnSweep).run(), world.app.get(TurnSweep).run()]);
    expect(await history(person)).toEqual([
      { seq: 1, colour: 'orange' },
      { seq: 2, colour: 'green' },
    ]);
    expect(await told(person)).toEqual([
      [1, 'orange'],
      [2, 'green'],
    ]);
  });

  it('keeps a turn that nobody had written down when new evidence comes', async () => {
    const person = await claimed();
    await hears({ reference: 'P-3', document: person.document });
    world.clock.moveTo(shanghai('2020-02-26T09:00:00'));
    await hears({ reference: 'P-4', document: person.document, date: '2020-02-26' });
    expect(await colourOf(person)).toBe('orange');
    expect(await told(person)).toEqual([
      [1, 'orange'],
      [2, 'green'],
      [3, 'orange'],
    ]);
  });

  it('turns green when the evidence is withdrawn, or turns out to be about somebody else', async () => {
    const [one, other] = [await claimed(), await claimed()];
    await hears({ reference: 'P-5', document: one.document }, { reference: 'P-6', document: one.document });
    await hears({ reference: 'P-5', document: one.document, revision: 2, withdrawn: 1 });
    expect(await colourOf(one)).toBe('orange');
    await hears({ reference: 'P-6', document: other.document, revision: 2 });
    expect([await colourOf(one), await colourOf(other)]).toEqual(['green', 'orange']);
    await hears({ reference: 'P-6', document: one.document, revision: 1 });
    expect(await colourOf(one)).toBe('green');
  });

  it('is not sent again to a browser that has it', async () => {
    const { browser } = await claimed();
    const first = await browser.get('/code');
    const again = await browser.get('/code', { 'if-none-match': String(first.headers['etag']) });
    expect([first.status, again.status, again.body]).toEqual([200, 304, {}]);
    // Kept by the app, never by the browser: the answer holds the time.
    expect(first.headers['cache-control']).toBe('no-store');
  });

  describe('on a device', () => {
    const enrol = async ({ browser }: { browser: Browser }, more: object = {}) => {
      const { keys, publicKey } = await newDeviceKeys();
      const device = { id: newId(), name: 'phone', publicKey, ...more };
      return { keys, device, answer: await browser.post('/code/devices', device) };
    };
    const read = (shown: { presentation: string } | { digits: string }) =>
      world.app.get(CodeReader).read(shown, world.clock.now());
    const present = ({ keys, answer }: Awaited<ReturnType<typeof enrol>>) =>
      makePresentation(String(answer.body['credential']), keys.privateKey, world.clock.now().getTime());

    it('is shown by the device and read with the verdict of now', async () => {
      const person = await claimed();
      const phone = await enrol(person);
      expect(phone.answer).toMatchObject({ status: 201 });
      expect(await read({ presentation: await present(phone) })).toMatchObject({
        outcome: 'read',
        assurance: 'presentation',
        residentId: person.id,
        colour: 'green',
        verdictSeq: 0,
      });
      await hears({ reference: 'P-7', document: person.document });
      expect(await read({ presentation: await present(phone) })).toMatchObject({
        colour: 'orange',
        verdictSeq: 1,
        causes: [{ cause: 5 }],
      });
    });

    it('reads the number of a turn that was not yet written', async () => {
      const person = await claimed();
      await hears({ reference: 'P-8', document: person.document });
      world.clock.moveTo(shanghai('2020-02-25T00:00:01'));
      const { digits } = await digitsOf(person);
      expect(await read({ digits })).toMatchObject({
        outcome: 'read',
        assurance: 'digits',
        colour: 'green',
        verdictSeq: 2,
      });
    });

    it('belongs to one resident: another cannot renew or revoke it', async () => {
      const [one, other] = [await claimed(), await claimed()];
      const { device } = await enrol(one);
      expect((await other.browser.post(`/code/devices/${device.id}/credential`)).status).toBe(404);
      expect((await other.browser.delete(`/code/devices/${device.id}`)).status).toBe(404);
      expect((await other.browser.post('/code/devices', device)).status).toBe(404);
      expect((await one.browser.post(`/code/devices/${device.id}/credential`)).status).toBe(201);
    });

    it('is shown once in half a minute by its digits, however many read them', async () => {
      const person = await claimed();
      const { digits, secret, serial } = await digitsOf(person);
      const [first, second] = [await read({ digits }), await read({ digits })];
      expect(first).toMatchObject({
        outcome: 'read',
        showing: { sourceId: person.code['codeId'], nonce: expect.stringMatching(/^[0-9a-f]{16}$/) },
      });
      const later = digitsAt(serial, secret, world.clock.now(), 1);
      const [once, again, next] = [first, second, await read({ digits: later })].map(
        (it) => it.outcome === 'read' && it.showing,
      );
      expect([again, next]).toEqual([once, expect.not.objectContaining(once as object)]);
    });

    it('answers alike to an unknown serial and to a wrong password', async () => {
      const person = await claimed();
      const { digits, secret, serial } = await digitsOf(person);
      expect(await read({ digits })).toMatchObject({ outcome: 'read', residentId: person.id });
      const old = digitsAt(serial, secret, new Date(world.clock.now().getTime() - 300_000));
      const unknown = digitsAt(String(1_000_000_000 - Number(serial)).padStart(9, '0'), secret, world.clock.now());
      // What is told apart is for counting guesses alone.
      expect(await read({ digits: old })).toEqual({
        outcome: 'refused',
        refusal: 'DIGITS_UNKNOWN',
        missed: { serial, residentId: person.id },
      });
      expect(await read({ digits: unknown })).toEqual({
        outcome: 'refused',
        refusal: 'DIGITS_UNKNOWN',
        missed: { serial: unknown.slice(0, 9) },
      });
      expect(await read({ digits: digits.slice(0, 15) + ((Number(digits[15]) + 1) % 10) })).toEqual({
        outcome: 'refused',
        refusal: 'DIGITS_TYPO',
      });
    });

    async function digitsOf({ browser }: Person) {
      const { serial, days } = (await browser.get('/code/digits')).body as unknown as {
        serial: string;
        days: { secret: string }[];
      };
      const secret = Buffer.from(days[0]!.secret, 'base64url');
      return { serial, secret, digits: digitsAt(serial, secret, world.clock.now()) };
    }
  });
});
