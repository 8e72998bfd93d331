import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/platform/kernel/ids.js';
import { rowsOf } from '../health-verdict/residents.js';
import { administratorOf, SCANNER, UNIT } from '../organization/administrators.js';
import { type Answer, type Browser, DEMO_PASSWORD, World } from '../world.js';
import { aMobile, aRegisteredPerson, PASSWORD, outcomeOf } from './people.js';

const DEMO = '01900000-0000-7000-8000-00000000';
const CHEN = { id: `${DEMO}b002`, mobile: '13900000002' };
const NO_SUCH_ACCOUNT = [404, 'ACCOUNT.NOT_FOUND'];
const NO_SUCH_SUB_ACCOUNT = [404, 'SUB_ACCOUNT.NOT_FOUND'];

describe('An administrator of a unit', () => {
  let world: World;
  let chen: Browser;
  const idOf = async (browser: Browser) => String((await browser.get('/session')).body['accountId']);
  const resets = async (by: Browser, accountId: string) =>
    outcomeOf(await by.post(`/accounts/${accountId}/one-time-password`));
  const adds = (by: Browser, id: string) => by.post('/sub-accounts', { id, mobile: aMobile(), name: '谁' });
  /** As the unit's list shows it. */
  const listed = async (id: string) =>
    (await chen.get(`/sub-accounts/${id}`)).body as unknown as { name: string; version: number };

  beforeAll(async () => {
    world = await World.start({ demo: true });
    chen = await world.signedIn(CHEN.mobile);
  }, 120_000);
  afterAll(() => world?.stop());

  it('gets no one-time password of their own, nor of a colleague who administers the unit, too', async () => {
    const colleague = await administratorOf(world, UNIT.dongjie, '13900000021');
    expect(await resets(chen, CHEN.id)).toEqual(NO_SUCH_ACCOUNT);
    expect(await resets(chen, await idOf(colleague))).toEqual(NO_SUCH_ACCOUNT);
    for (const browser of [chen, colleague]) expect((await browser.get('/session')).status).toBe(200);
    await world.signedIn(CHEN.mobile);
  });

  it('gets none of a resident, an operator or another unit’s people', async () => {
    const { id } = await aRegisteredPerson(world);
    for (const other of [id, `${DEMO}b001`, `${DEMO}b009`, `${DEMO}b003`, SCANNER.wu, newId()])
      expect(await resets(chen, other)).toEqual(NO_SUCH_ACCOUNT);
  });

  it('gets those of their sub-accounts, but of none that is disabled', async () => {
    expect(await resets(chen, SCANNER.lin)).toEqual([201, undefined]);
    await chen.post(`/sub-accounts/${SCANNER.lin}/disabling`);
    await world.settle();
    expect(await resets(chen, SCANNER.lin)).toEqual([422, 'ACCOUNT.DISABLED']);
  });

  describe('may not add a sub-account with an id that is', () => {
    it.each([
      ['their own', async () => CHEN.id],
      ['a colleague’s', async () => idOf(await administratorOf(world, UNIT.dongjie, '13900000022'))],
      ['another unit’s administrator’s', async () => `${DEMO}b003`],
      ['another unit’s scanner’s', async () => SCANNER.wu],
      ['an operator’s', async () => `${DEMO}b009`],
      ['a resident’s', async () => (await aRegisteredPerson(world)).id],
      [
        'a capacity’s',
        async () =>
          (
            (await (await aRegisteredPerson(world)).browser.get('/session')).body['capacity'] as unknown as {
              id: string;
            }
          ).id,
      ],
    ])('%s', async (_, whose) => {
      const id = await whose();
      expect(outcomeOf(await adds(chen, id))).toEqual(NO_SUCH_SUB_ACCOUNT);
      expect(
        await rowsOf(
          world,
          `SELECT FROM organization.sub_account WHERE id = '${id}' AND organization_id = '${UNIT.dongjie}'`,
        ),
      ).toEqual([]);
    });

    it('that of somebody whose account is about to be opened', async () => {
      const id = newId();
      await rowsOf(
        world,
        `INSERT INTO organization.administrator (id, organization_id, name, mobile, appointed_at) SELECT '${id}', organization_id, name, mobile, now() FROM organization.administrator LIMIT 1`,
      );
      expect(outcomeOf(await adds(chen, id))).toEqual(NO_SUCH_SUB_ACCOUNT);
    });
  });

  describe('with whose id a sub-account was planted before', () => {
    const planted = (id: string) =>
      rowsOf(
        world,
        `INSERT INTO organization.sub_account (id, organization_id, name, mobile, mobile_hash, masked_mobile, status, added_at)
        SELECT '${id}', organization_id, name, mobile, '\\x${id.replaceAll('-', '')}', masked_mobile, 'active', now() FROM organization.sub_account WHERE id = '${SCANNER.lin}'`,
      );

    it.each([
      [
        'an administrator',
        async () => ({
          browser: await administratorOf(world, UNIT.dongjie, '13900000023'),
          signsIn: () => signIn('13900000023', DEMO_PASSWORD),
        }),
      ],
      [
        'a resident',
        async () =>
          aRegisteredPerson(world).then(({ browser, mobile }) => ({
            browser,
            signsIn: () => signIn(mobile, PASSWORD, 'personal'),
          })),
      ],
    ])('%s keeps name, session and password', async (_, somebody) => {
      const { browser, signsIn } = await somebody();
      const id = await idOf(browser);
      const { displayName, capacities } = (await browser.get('/session')).body;
      await planted(id);
      expect(
        (await chen.put(`/sub-accounts/${id}/name`, { name: '改名', version: (await listed(id)).version })).status,
      ).toBe(200);
      expect((await chen.post(`/sub-accounts/${id}/disabling`)).status).toBe(204);
      await world.settle();
      expect(await resets(chen, id)).toEqual(NO_SUCH_ACCOUNT);
      expect((await browser.get('/session')).body).toMatchObject({ displayName, capacities });
      expect((await chen.post(`/sub-accounts/${id}/enabling`)).status).toBe(204);
      await world.settle();
      expect(await signsIn()).toMatchObject({ status: 200, body: { displayName, capacities } });
    });

    const signIn = (login: string, password: string, door = 'organization'): Promise<Answer> =>
      world.browser().post('/sessions', { door, login, password });
  });
});
