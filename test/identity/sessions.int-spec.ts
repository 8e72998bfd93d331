import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { Sessions } from '../../src/identity/application/sessions.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { rowsOf } from '../health-verdict/residents.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { type Browser, DEMO_PASSWORD, World } from '../world.js';
import { listedBy, SCANNER } from '../organization/administrators.js';
import { aMobile, aRegisteredPerson, PASSWORD, outcomeOf, written } from './people.js';

const FAILED = [401, 'SIGN_IN.FAILED'];
const NOT_SIGNED_IN = [401, 'SESSION.REQUIRED'];
const NEXT = 'a river that is new 36';
const LIN_MOBILE = '13900000004';
const HOUR = 3600;
const DAY = 24 * HOUR;

describe('Sessions', () => {
  let world: World;
  let dongjie: Browser;
  let zhonghua: Browser;
  const signIn = (login: string, password: string, door = 'organization') =>
    world.browser().post('/sessions', { door, login, password });
  const own = async (browser: Browser) => outcomeOf(await browser.get('/session'));
  const cookieOf = ({ headers }: { headers: Record<string, unknown> }) =>
    [headers['set-cookie']]
      .flat()
      .map(String)
      .find((line) => line.startsWith('bamin_session='))!;
  const issue = async (accountId: string, by = dongjie) =>
    String((await by.post(`/accounts/${accountId}/one-time-password`)).body['oneTimePassword']);

  /** Asks for five seconds at most; until then the answer may be what it was, but no failure of ours. */
  async function endsSoon(browser: Browser): Promise<void> {
    const until = Date.now() + 5000;
    for (let status = 200; status !== 401; status = (await browser.get('/session')).status) {
      expect(status).toBeLessThan(500);
      expect(Date.now()).toBeLessThan(until);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await own(browser)).toEqual(NOT_SIGNED_IN);
  }

  /** A scanner of this unit, with the one-time password that the administrator reads out. */
  async function aScanner(mobile = aMobile(), by = dongjie) {
    const id = newId();
    const added = await by.post('/sub-accounts', { id, mobile, name: '郑海' });
    if (added.status !== 201) throw new Error(JSON.stringify(added.body));
    await world.settle();
    return { id, mobile, oneTimePassword: await issue(id, by) };
  }

  beforeAll(async () => {
    world = await World.start({ demo: true });
    dongjie = await world.signedIn('13900000002');
    zhonghua = await world.signedIn('13900000003');
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
  });

  describe('are a secret', () => {
    it('in a cookie that scripts cannot read, of which the database knows the hash only', async () => {
      const { mobile } = await aRegisteredPerson(world);
      const cookie = cookieOf(await signIn(mobile, PASSWORD, 'personal'));
      expect(cookie).toMatch(/; Path=\/(;|$)/);
      expect(cookie).toMatch(/; HttpOnly/);
      expect(cookie).toMatch(/; SameSite=Lax/);
      const token = /^bamin_session=([\w-]+)/.exec(cookie)![1]!;
      expect(Buffer.from(token, 'base64url')).toHaveLength(32);
      const digest = createHash('sha256').update(token).digest('hex');
      expect(await rowsOf(world, `SELECT FROM identity.session WHERE token_hash = '\\x${digest}'`)).toHaveLength(1);
      const rows = await written(world, 'SELECT s::text AS line FROM identity.session s');
      for (const secret of [token, Buffer.from(token, 'base64url').toString('hex')]) expect(rows).not.toContain(secret);
      expect(outcomeOf(await world.browser().get('/session', { cookie: `bamin_session=${digest}` }))).toEqual(
        NOT_SIGNED_IN,
      );
    });

    it('that is another one at every sign-in', async () => {
      const { mobile } = await aRegisteredPerson(world);
      const [one, other] = [
        cookieOf(await signIn(mobile, PASSWORD, 'personal')),
        cookieOf(await signIn(mobile, PASSWORD, 'personal')),
      ];
      expect(one).not.toBe(other);
    });
  });

  describe('end', () => {
    it('at once when one signs out, also for whoever kept the cookie', async () => {
      const { mobile } = await aRegisteredPerson(world);
      const signedIn = await signIn(mobile, PASSWORD, 'personal');
      const kept = { cookie: cookieOf(signedIn).split(';')[0]! };
      const thief = world.browser();
      expect((await thief.get('/session', kept)).status).toBe(200);
      const answer = await world.app.inject({
        method: 'DELETE',
        url: '/api/session',
        headers: { 'x-requested-with': 'bamin', ...kept },
      });
      expect(answer.statusCode).toBe(204);
      expect(answer.cookies.find(({ name }) => name === 'bamin_session')).toMatchObject({ value: '' });
      expect(outcomeOf(await thief.get('/session', kept))).toEqual(NOT_SIGNED_IN);
    });

    it('everywhere else when the password changes', async () => {
      const { browser, mobile } = await aRegisteredPerson(world);
      const elsewhere = await world.signedIn(mobile, 'personal', PASSWORD);
      const other = await aRegisteredPerson(world);
      expect((await browser.post('/password-changes', { current: PASSWORD, next: NEXT })).status).toBe(204);
      expect(await own(elsewhere)).toEqual(NOT_SIGNED_IN);
      expect((await browser.get('/session')).status).toBe(200);
      expect((await other.browser.get('/session')).status).toBe(200);
      expect(outcomeOf(await signIn(mobile, PASSWORD, 'personal'))).toEqual(FAILED);
      expect((await signIn(mobile, NEXT, 'personal')).status).toBe(200);
    });

    it('by one of two changes that are made in the same moment', async () => {
      const { browser, mobile } = await aRegisteredPerson(world);
      const nexts = [NEXT, `${NEXT} and wide`];
      const answers = await Promise.all(
        nexts.map((next) => browser.post('/password-changes', { current: PASSWORD, next })),
      );
      expect(answers.map(outcomeOf).sort()).toEqual([
        [204, undefined],
        [422, 'PASSWORD.CURRENT_WRONG'],
      ]);
      const chosen = nexts[answers.findIndex(({ status }) => status === 204)]!;
      expect((await signIn(mobile, chosen, 'personal')).status).toBe(200);
    });

    it('not when the password does not change', async () => {
      const { browser, mobile } = await aRegisteredPerson(world);
      const elsewhere = await world.signedIn(mobile, 'personal', PASSWORD);
      expect(outcomeOf(await browser.post('/password-changes', { current: 'the wrong river 35', next: NEXT }))).toEqual(
        [422, 'PASSWORD.CURRENT_WRONG'],
      );
      for (const next of [PASSWORD, 'short', `${mobile} river`])
        expect(outcomeOf(await browser.post('/password-changes', { current: PASSWORD, next }))).toEqual([
          422,
          'PASSWORD.WEAK',
        ]);
      expect((await elsewhere.get('/session')).status).toBe(200);
    });

    it('after a fortnight without use, and after ninety days with it', async () => {
      const { id, mobile } = await aRegisteredPerson(world);
      const [idle, used] = [
        await world.signedIn(mobile, 'personal', PASSWORD),
        await world.signedIn(mobile, 'personal', PASSWORD),
      ];
      const forget = () => world.app.get(Transactions).run((tx) => world.app.get(Sessions).readAnew(tx, id));
      for (let day = 13; day < 90; day += 13) {
        world.clock.moveBy(13 * DAY);
        await forget();
        expect((await used.get('/session')).status).toBe(200);
        if (day > 13) expect(await own(idle)).toEqual(NOT_SIGNED_IN);
      }
      world.clock.moveBy(12.5 * DAY);
      await forget();
      expect(await own(used)).toEqual(NOT_SIGNED_IN);
      dongjie = await world.signedIn('13900000002');
      zhonghua = await world.signedIn('13900000003');
    });
  });

  describe('of a sub-account', () => {
    it('end within five seconds when the unit disables it, and do not come back when it is enabled', async () => {
      const lin = await world.signedIn(LIN_MOBILE);
      expect((await dongjie.post(`/sub-accounts/${SCANNER.lin}/disabling`)).status).toBe(204);
      await endsSoon(lin);
      expect(outcomeOf(await signIn(LIN_MOBILE, DEMO_PASSWORD))).toEqual(FAILED);
      expect((await dongjie.post(`/sub-accounts/${SCANNER.lin}/enabling`)).status).toBe(204);
      await world.settle();
      expect((await signIn(LIN_MOBILE, DEMO_PASSWORD)).status).toBe(200);
      expect(await own(lin)).toEqual(NOT_SIGNED_IN);
    });

    it('end within five seconds when another process disabled it', async () => {
      const lin = await world.signedIn(LIN_MOBILE);
      expect((await lin.get('/session')).status).toBe(200);
      await rowsOf(world, `UPDATE identity.account SET enabled = false WHERE id = '${SCANNER.lin}'`);
      await endsSoon(lin);
      await rowsOf(world, `UPDATE identity.account SET enabled = true WHERE id = '${SCANNER.lin}'`);
    });

    it('end also for the person who entered by the personal door and acts in its capacity', async () => {
      const { browser } = await aRegisteredPerson(world, { mobile: LIN_MOBILE });
      expect(await browser.put('/session/capacity', { capacityId: SCANNER.lin })).toMatchObject({
        status: 200,
        body: { capacity: { role: 'scanner' } },
      });
      await dongjie.post(`/sub-accounts/${SCANNER.lin}/disabling`);
      await endsSoon(browser);
      const again = await world.signedIn(LIN_MOBILE, 'personal', PASSWORD);
      expect(await again.get('/session')).toMatchObject({
        body: { capacity: { role: 'resident' }, capacities: [{ role: 'resident' }] },
      });
      expect(outcomeOf(await again.put('/session/capacity', { capacityId: SCANNER.lin }))).toEqual([
        404,
        'CAPACITY.NOT_FOUND',
      ]);
      await dongjie.post(`/sub-accounts/${SCANNER.lin}/enabling`);
      await world.settle();
    });

    it('end for a person who acts in its capacity when their own account is disabled', async () => {
      const { id, browser } = await aRegisteredPerson(world, { mobile: '13900000005' });
      expect((await browser.put('/session/capacity', { capacityId: SCANNER.wu })).status).toBe(200);
      await rowsOf(world, `UPDATE identity.account SET enabled = false WHERE id = '${id}'`);
      await endsSoon(browser);
    });

    it('are for an administrator who scans, too: one account each, and the password tells which', async () => {
      const scanner = await aScanner('13900000002');
      expect(await signIn('13900000002', DEMO_PASSWORD)).toMatchObject({
        status: 200,
        body: { capacity: { role: 'unit-administrator' } },
      });
      expect(await signIn('13900000002', scanner.oneTimePassword)).toMatchObject({
        status: 200,
        body: { accountId: scanner.id, capacity: { role: 'scanner' } },
      });
    });

    it('carry the name that the unit corrected, also when it did so while the account was disabled', async () => {
      const { id, mobile, oneTimePassword } = await aScanner();
      const browser = await world.signedIn(mobile, 'organization', oneTimePassword);
      await browser.post('/password-changes', { current: oneTimePassword, next: NEXT });
      const corrects = async (name: string) => {
        const { version } = (await listedBy(dongjie)).find((listed) => listed.id === id)!;
        expect((await dongjie.put(`/sub-accounts/${id}/name`, { name, version })).status).toBe(200);
        await world.settle();
      };
      await corrects('郑河');
      expect(await browser.get('/session')).toMatchObject({ body: { displayName: '郑河' } });
      await dongjie.post(`/sub-accounts/${id}/disabling`);
      await corrects('郑江');
      await dongjie.post(`/sub-accounts/${id}/enabling`);
      await world.settle();
      expect(await signIn(mobile, NEXT)).toMatchObject({ status: 200, body: { displayName: '郑江' } });
    });
  });

  describe('with a one-time password', () => {
    it('lead to nothing but a password of one’s own', async () => {
      const { mobile, oneTimePassword } = await aScanner();
      const browser = world.browser();
      expect(
        await browser.post('/sessions', { door: 'organization', login: mobile, password: oneTimePassword }),
      ).toMatchObject({
        status: 200,
        body: { mustChangePassword: true, permissions: [{ action: 'use', subject: 'Session' }] },
      });
      for (const closed of ['/me', '/messages', '/sub-accounts', '/shifts/current', '/records']) {
        expect([403, 404]).toContain((await browser.get(closed)).status);
      }
      expect(outcomeOf(await browser.put('/session/capacity', { capacityId: newId() }))).toEqual([
        403,
        'ACCOUNT.PASSWORD_CHANGE_REQUIRED',
      ]);
      for (const next of [oneTimePassword, '福州市鼓楼区东街街道办事处（演示）'])
        expect(outcomeOf(await browser.post('/password-changes', { current: oneTimePassword, next }))).toEqual([
          422,
          'PASSWORD.WEAK',
        ]);
      expect((await browser.post('/password-changes', { current: oneTimePassword, next: NEXT })).status).toBe(204);
      expect(await browser.get('/session')).toMatchObject({
        body: {
          mustChangePassword: false,
          capacity: { role: 'scanner' },
          permissions: expect.arrayContaining([{ action: 'record', subject: 'Scan' }]),
        },
      });
      expect(outcomeOf(await signIn(mobile, oneTimePassword))).toEqual(FAILED);
      expect((await signIn(mobile, NEXT)).status).toBe(200);
    });

    it('are opened once, also when it is typed twice at the same moment', async () => {
      const { mobile, oneTimePassword } = await aScanner();
      const answers = await Promise.all([1, 2, 3, 4].map(() => signIn(mobile, oneTimePassword)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
      expect(outcomeOf(await signIn(mobile, oneTimePassword))).toEqual(FAILED);
    });

    it('are not opened after three days', async () => {
      const [late, early] = [await aScanner(), await aScanner()];
      world.clock.moveBy(72 * HOUR - 60);
      expect((await signIn(early.mobile, early.oneTimePassword)).status).toBe(200);
      world.clock.moveBy(61);
      expect(outcomeOf(await signIn(late.mobile, late.oneTimePassword))).toEqual(FAILED);
    });

    it('take the place of the old password and of every session before', async () => {
      const { id, mobile, oneTimePassword } = await aScanner();
      const browser = await world.signedIn(mobile, 'organization', oneTimePassword);
      await browser.post('/password-changes', { current: oneTimePassword, next: NEXT });
      const next = await issue(id);
      expect(await own(browser)).toEqual(NOT_SIGNED_IN);
      expect(outcomeOf(await signIn(mobile, NEXT))).toEqual(FAILED);
      expect((await signIn(mobile, next)).status).toBe(200);
    });

    it('are not issued for who is disabled, whose password stays what it was, and are again once enabled', async () => {
      const { id, mobile, oneTimePassword } = await aScanner();
      const [path, hash] = [
        `/accounts/${id}/one-time-password`,
        () => written(world, `SELECT password_hash AS line FROM identity.account WHERE id = '${id}'`),
      ];
      const before = await hash();
      await dongjie.post(`/sub-accounts/${id}/disabling`);
      expect(outcomeOf(await dongjie.post(path))).toEqual([422, 'ACCOUNT.DISABLED']);
      await world.settle();
      expect(outcomeOf(await dongjie.post(path))).toEqual([422, 'ACCOUNT.DISABLED']);
      expect(outcomeOf(await zhonghua.post(path))).toEqual([404, 'ACCOUNT.NOT_FOUND']);
      expect(await hash()).toBe(before);
      await dongjie.post(`/sub-accounts/${id}/enabling`);
      await world.settle();
      expect((await signIn(mobile, oneTimePassword)).status).toBe(200);
      expect((await dongjie.post(path)).status).toBe(201);
    });

    it('are issued by the unit itself and by nobody else, and kept as a hash only', async () => {
      const { id, mobile, oneTimePassword } = await aScanner();
      const path = `/accounts/${id}/one-time-password`;
      expect(outcomeOf(await zhonghua.post(path))).toEqual(
        outcomeOf(await zhonghua.post(`/accounts/${newId()}/one-time-password`)),
      );
      const scanner = await world.signedIn('13900000005');
      expect(outcomeOf(await scanner.post(path))).toEqual([403, 'REQUEST.NOT_ALLOWED']);
      expect(await written(world, `SELECT a::text AS line FROM identity.account a WHERE id = '${id}'`)).not.toContain(
        oneTimePassword,
      );
      expect((await signIn(mobile, oneTimePassword)).status).toBe(200);
    });
  });

  describe('act in one capacity', () => {
    it('of the person’s own, and never in that of another', async () => {
      const person = await aRegisteredPerson(world);
      const stranger = await aRegisteredPerson(world);
      const capacityOf = async ({ browser }: { browser: Browser }) =>
        (await browser.get('/session')).body['capacity'] as unknown as { id: string };
      const [mine, theirs] = [await capacityOf(person), await capacityOf(stranger)];
      for (const capacityId of [theirs.id, SCANNER.lin, newId()]) {
        expect(outcomeOf(await person.browser.put('/session/capacity', { capacityId }))).toEqual([
          404,
          'CAPACITY.NOT_FOUND',
        ]);
      }
      expect(outcomeOf(await person.browser.put('/session/capacity', { capacityId: 'mine' }))).toEqual([
        400,
        'REQUEST.MALFORMED',
      ]);
      expect(await person.browser.put('/session/capacity', { capacityId: mine.id })).toMatchObject({
        status: 200,
        body: { capacity: mine },
      });
    });

    it('that a unit gave, once its password is the person’s own: resident by one door, scanner after a choice', async () => {
      const { mobile, browser } = await aRegisteredPerson(world);
      const scanner = await aScanner(mobile);
      expect(outcomeOf(await browser.put('/session/capacity', { capacityId: scanner.id }))).toEqual([
        404,
        'CAPACITY.NOT_FOUND',
      ]);
      const atTheUnit = await world.signedIn(mobile, 'organization', scanner.oneTimePassword);
      await atTheUnit.post('/password-changes', { current: scanner.oneTimePassword, next: NEXT });
      const chosen = await browser.put('/session/capacity', { capacityId: scanner.id });
      expect(chosen).toMatchObject({ status: 200, body: { capacity: { role: 'scanner' } } });
      expect((await browser.get('/me')).status).toBe(403);
      expect(await atTheUnit.get('/session')).toMatchObject({ body: { capacities: [{ role: 'scanner' }] } });
      await issue(scanner.id);
      expect(await own(browser)).toEqual(NOT_SIGNED_IN);
    });
  });
});
