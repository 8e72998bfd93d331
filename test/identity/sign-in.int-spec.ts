import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { AccountSeal } from '../../src/identity/application/account-seal.js';
import { Guesses } from '../../src/identity/application/guesses.js';
import { isOutdated, PasswordHashing } from '../../src/identity/application/password-hashing.js';
import { readMobile } from '../../src/platform/kernel/mobile.js';
import { Account, Accounts } from '../../src/identity/domain/account.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { rowsOf } from '../health-verdict/residents.js';
import { type Answer, World } from '../world.js';
import {
  aMobile,
  anAddress,
  anApplication,
  aRegisteredPerson,
  PASSWORD,
  signsInWith,
  timesTheWork,
  outcomeOf,
  wordsOf,
  written,
} from './people.js';

const FAILED = [401, 'SIGN_IN.FAILED'];
const BLOCKED = [429, 'SIGN_IN.BLOCKED'];
const WRONG = 'the wrong river 35';
const DAY = 86_400;
/** Each of eight people three times: so few failures block nobody. */
const [PEOPLE, TURNS] = [8, 24];

describe('Signing in with a password', () => {
  let world: World;
  const tries = (login: string, password: string, { door = 'personal' } = {}) =>
    world.browser().post('/sessions', { door, login, password });
  const waitOf = ({ body }: Answer) =>
    (body['facts'] as { retryAfterSeconds?: number } | undefined)?.retryAfterSeconds ?? 0;
  const failsTimes = async (login: string, times: number) => {
    for (let failure = 0; failure < times; failure++) expect(outcomeOf(await tries(login, WRONG))).toEqual(FAILED);
  };

  /** Somebody's account at the other door, as their unit opened it. */
  async function aStaffAccount(mobile: string, password: string): Promise<string> {
    const [id, organizationId] = [newId(), newId()];
    const sealed = world.app.get(AccountSeal).seal(readMobile(mobile)!, '林晓燕');
    const passwordHash = await world.app.get(PasswordHashing).hash(password, sealed);
    const capacity = { id, role: 'scanner', organizationId };
    const account = Account.ofStaff({ id, ...sealed, capacity, passwordHash }, world.clock.now());
    await world.app.get(Transactions).run(() => world.app.get(Accounts).add(account));
    return id;
  }

  beforeAll(async () => {
    world = await World.start();
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
  });

  it('counts no guess that could not be compared', async () => {
    const guess = { target: `sign-in:personal:${aMobile()}`, alone: true, address: anAddress() };
    const away = () => Promise.reject(new Error('away'));
    for (let time = 0; time < 6; time++)
      await expect(world.app.get(Guesses).count(guess, away)).rejects.toThrow('away');
    expect(await world.app.get(Guesses).count(guess, async () => 'right')).toBe('right');
  });

  it('opens the accounts of five units that know one mobile, and no sixth', async () => {
    const mobile = aMobile();
    for (const unit of [1, 2, 3, 4, 5, 6]) {
      await aStaffAccount(mobile, `a key of colleague ${unit}`);
      world.clock.moveBy(1);
    }
    const at = { door: 'organization' };
    expect((await tries(mobile, 'a key of colleague 5', at)).status).toBe(200);
    expect(outcomeOf(await tries(mobile, 'a key of colleague 6', at))).toEqual(FAILED);
  });

  describe('tells who fails', () => {
    it('nothing about whether there is such an account', async () => {
      const { mobile, id } = await aRegisteredPerson(world);
      const disabled = await aRegisteredPerson(world);
      await rowsOf(world, `UPDATE identity.account SET enabled = false WHERE id = '${disabled.id}'`);
      const unknown = await tries(aMobile(), WRONG);
      expect(outcomeOf(unknown)).toEqual(FAILED);
      const failing = [
        tries(mobile, WRONG),
        tries(mobile, PASSWORD, { door: 'organization' }),
        tries(disabled.mobile, PASSWORD),
        tries(id, PASSWORD),
        tries('nobody', WRONG),
      ];
      for (const answer of await Promise.all(failing)) {
        expect(wordsOf(answer)).toEqual(wordsOf(unknown));
        expect(Object.keys(answer.headers).sort()).toEqual(Object.keys(unknown.headers).sort());
      }
    });

    it('nothing by the time it takes', async () => {
      const people = await Promise.all(Array.from({ length: PEOPLE }, () => aRegisteredPerson(world)));
      const ratio = await timesTheWork(
        TURNS,
        (turn) => tries(people[turn % PEOPLE]!.mobile, WRONG),
        () => tries(aMobile(), WRONG),
      );
      expect(ratio).toBeGreaterThan(0.6);
      expect(ratio).toBeLessThan(1.6);
    });

    it('nothing by the time it takes about how many units know the mobile', async () => {
      const people = Array.from({ length: PEOPLE }, aMobile);
      for (const mobile of people)
        for (const unit of [1, 2, 3]) await aStaffAccount(mobile, `a key of colleague ${unit}`);
      const at = { door: 'organization' };
      const ratio = await timesTheWork(
        TURNS,
        (turn) => tries(people[turn % PEOPLE]!, WRONG, at),
        () => tries(aMobile(), WRONG, at),
      );
      expect(ratio).toBeGreaterThan(0.6);
      expect(ratio).toBeLessThan(1.6);
      for (const unit of [1, 2, 3])
        expect((await tries(people[0]!, `a key of colleague ${unit}`, at)).status).toBe(200);
    });

    it('nothing more once they signed in with a password that was hashed before accounts of one mobile shared a salt', async () => {
      const { id, mobile } = await aRegisteredPerson(world);
      await rowsOf(world, `UPDATE identity.account SET password_hash = '${await hash(PASSWORD)}' WHERE id = '${id}'`);
      const isRenewed = async () => !isOutdated((await world.app.get(Accounts).find(id))!);
      expect(outcomeOf(await tries(mobile, WRONG))).toEqual(FAILED);
      expect(await isRenewed()).toBe(false);
      expect((await tries(mobile, PASSWORD)).status).toBe(200);
      expect(await isRenewed()).toBe(true);
      expect([outcomeOf(await tries(mobile, WRONG)), (await tries(mobile, PASSWORD)).status]).toEqual([FAILED, 200]);
    });

    it('nothing by when and how long it is blocked', async () => {
      const { mobile } = await aRegisteredPerson(world);
      const course = async (login: string) => {
        const seen: unknown[] = [];
        for (let time = 0; time < 12; time++) {
          const answer = await tries(login, WRONG);
          seen.push(wordsOf(answer));
          if (answer.status === 429) world.clock.moveBy(waitOf(answer));
        }
        return seen;
      };
      expect(await course(mobile)).toEqual(await course(aMobile()));
    });
  });

  describe('is blocked', () => {
    it('after five failures, longer each time, up to a quarter of an hour', async () => {
      const { mobile } = await aRegisteredPerson(world);
      await failsTimes(mobile, 5);
      const waits: number[] = [];
      for (let block = 0; block < 9; block++) {
        const answer = await tries(mobile, WRONG);
        expect(outcomeOf(answer)).toEqual(BLOCKED);
        waits.push(waitOf(answer));
        world.clock.moveBy(waitOf(answer));
        await failsTimes(mobile, 1);
      }
      expect(waits).toEqual([10, 20, 40, 80, 160, 320, 640, 900, 900]);
    });

    it('after five guesses of twenty that come at once, and after one of twenty the next time', async () => {
      const { mobile } = await aRegisteredPerson(world);
      const answers = await Promise.all(Array.from({ length: 20 }, () => tries(mobile, WRONG)));
      expect(answers.map(outcomeOf).sort()).toEqual([...Array(5).fill(FAILED), ...Array(15).fill(BLOCKED)]);
      world.clock.moveBy(10);
      const more = await Promise.all(Array.from({ length: 20 }, () => tries(mobile, WRONG)));
      expect(more.map(outcomeOf).sort()).toEqual([FAILED, ...Array(19).fill(BLOCKED)]);
    });

    it('with the right password as with a wrong one, until the time is over; then failures are forgotten', async () => {
      const { mobile } = await aRegisteredPerson(world);
      await failsTimes(mobile, 5);
      expect(wordsOf(await tries(mobile, PASSWORD))).toEqual(wordsOf(await tries(mobile, WRONG)));
      world.clock.moveBy(8);
      expect(outcomeOf(await tries(mobile, PASSWORD))).toEqual(BLOCKED);
      world.clock.moveBy(3);
      expect((await tries(mobile, PASSWORD)).status).toBe(200);
      await failsTimes(mobile, 5);
    });

    it('not by signing in often, nor by failures of the day before', async () => {
      const { mobile } = await aRegisteredPerson(world);
      for (let time = 0; time < 12; time++) expect((await tries(mobile, PASSWORD)).status).toBe(200);
      await failsTimes(mobile, 4);
      world.clock.moveBy(DAY + 1);
      await failsTimes(mobile, 5);
    });

    it('not in a browser in which this person signed in before, while strangers guess', async () => {
      const { mobile } = await aRegisteredPerson(world);
      const { mark } = await signsInWith(world, { login: mobile, password: PASSWORD });
      const { mark: strange } = await signsInWith(world, {
        login: (await aRegisteredPerson(world)).mobile,
        password: PASSWORD,
      });
      await failsTimes(mobile, 5);
      for (const bamin_known of [strange, 'x', ''])
        expect((await signsInWith(world, { login: mobile, password: PASSWORD }, { bamin_known })).status).toBe(429);
      expect((await signsInWith(world, { login: mobile, password: PASSWORD }, { bamin_known: mark })).status).toBe(200);
      expect(outcomeOf(await tries(mobile, PASSWORD))).toEqual(BLOCKED);
      for (let failure = 0; failure < 5; failure++)
        expect((await signsInWith(world, { login: mobile, password: WRONG }, { bamin_known: mark })).status).toBe(401);
      expect((await signsInWith(world, { login: mobile, password: PASSWORD }, { bamin_known: mark })).status).toBe(429);
      expect(
        (await signsInWith(world, { login: mobile, password: PASSWORD, door: 'organization' }, { bamin_known: mark }))
          .status,
      ).toBe(401);
    });
  });

  describe('from one address', () => {
    const from = (remoteAddress: string, payload: object, cookies = {}) =>
      world.app.inject({
        method: 'POST',
        url: '/api/sessions',
        headers: { 'x-requested-with': 'bamin' },
        payload: { door: 'personal', ...payload },
        remoteAddress,
        cookies,
      });

    it('is tried forty times in vain, then ten times a minute, whoever is meant; elsewhere nothing changes', async () => {
      const address = anAddress();
      const person = await aRegisteredPerson(world);
      const statuses = async (guesses: number) => {
        const answers = await Promise.all(
          Array.from({ length: guesses }, () => from(address, { login: aMobile(), password: WRONG })),
        );
        return answers.filter(({ statusCode }) => statusCode === 401).length;
      };
      const first = await statuses(188);
      expect(first).toBeGreaterThanOrEqual(40);
      expect(first).toBeLessThan(50); // A slow machine lets some more through: time goes on.
      const refused = await from(address, { login: person.mobile, password: PASSWORD });
      expect(refused.statusCode).toBe(429);
      expect(refused.json().facts.retryAfterSeconds).toBeLessThanOrEqual(6);
      world.clock.moveBy(60);
      const next = await statuses(60);
      expect(next).toBeGreaterThanOrEqual(10);
      expect(next).toBeLessThan(20);
      expect((await tries(person.mobile, PASSWORD)).status).toBe(200);
    });

    it('is open for whoever signed in before in that browser, while others at the address guess', async () => {
      const address = anAddress();
      const { mobile } = await aRegisteredPerson(world);
      const { mark: bamin_known } = await signsInWith(world, { login: mobile, password: PASSWORD });
      await Promise.all(Array.from({ length: 60 }, () => from(address, { login: aMobile(), password: WRONG })));
      expect((await from(address, { login: mobile, password: PASSWORD })).statusCode).toBe(429);
      expect((await from(address, { login: mobile, password: PASSWORD }, { bamin_known })).statusCode).toBe(200);
    });

    it('is not held back by those who succeed', async () => {
      const address = anAddress();
      for (let person = 0; person < 50; person++) {
        const { mobile } = await aRegisteredPerson(world);
        expect((await from(address, { login: mobile, password: PASSWORD })).statusCode).toBe(200);
      }
    });

    it('includes activation and repeated registration', async () => {
      const address = anAddress();
      await Promise.all(Array.from({ length: 60 }, () => from(address, { login: aMobile(), password: WRONG })));
      const posts = async (url: string, payload: object) =>
        (
          await world.app.inject({
            method: 'POST',
            url,
            headers: { 'x-requested-with': 'bamin' },
            payload,
            remoteAddress: address,
          })
        ).statusCode;
      expect(await posts('/api/activations', { login: aMobile(), code: 'guess', password: PASSWORD })).toBe(429);
      expect(await posts('/api/registrations', await anApplication(world, { smsCode: '000000' }))).toBe(429);
    });
  });

  describe('counts failures', () => {
    it('also when whoever guesses signs in with a password of their own in between', async () => {
      const { mobile } = await aRegisteredPerson(world);
      await aStaffAccount(mobile, 'a key of a stranger 1');
      await failsTimes(mobile, 4);
      expect((await tries(mobile, 'a key of a stranger 1', { door: 'organization' })).status).toBe(200);
      await failsTimes(mobile, 1);
      expect(outcomeOf(await tries(mobile, PASSWORD))).toEqual(BLOCKED);
    });

    it('also when the login is shared by accounts of several units', async () => {
      const mobile = aMobile();
      await aStaffAccount(mobile, 'a key of a colleague 1');
      await aStaffAccount(mobile, 'a key of a stranger 1');
      const at = { door: 'organization' };
      for (let round = 0; round < 4; round++) {
        expect(outcomeOf(await tries(mobile, WRONG, at))).toEqual(FAILED);
        expect((await tries(mobile, 'a key of a stranger 1', at)).status).toBe(200);
      }
      expect(outcomeOf(await tries(mobile, WRONG, at))).toEqual(FAILED);
      expect(outcomeOf(await tries(mobile, 'a key of a colleague 1', at))).toEqual(BLOCKED);
      world.clock.moveBy(10);
      expect((await tries(mobile, 'a key of a colleague 1', at)).status).toBe(200);
    });

    it('of changing the password by themselves', async () => {
      const { browser, id, mobile } = await aRegisteredPerson(world);
      const changes = (current: string) =>
        browser.post('/password-changes', { current, next: 'a river that is new 36' });
      for (let failure = 0; failure < 5; failure++) await tries(id, WRONG);
      const answers = await Promise.all(Array.from({ length: 12 }, () => changes(WRONG)));
      expect(answers.map(outcomeOf).sort()).toEqual([
        ...Array(5).fill([422, 'PASSWORD.CURRENT_WRONG']),
        ...Array(7).fill(BLOCKED),
      ]);
      expect(outcomeOf(await changes(PASSWORD))).toEqual(BLOCKED);
      expect((await tries(mobile, PASSWORD)).status).toBe(200);
      world.clock.moveBy(10);
      expect((await changes(PASSWORD)).status).toBe(204);
    });

    it('of activation by themselves', async () => {
      const mobile = aMobile();
      await aStaffAccount(mobile, 'a key of a colleague 1');
      const answers = await Promise.all(
        Array.from({ length: 12 }, () =>
          world.browser().post('/activations', { login: mobile, code: 'guess', password: PASSWORD }),
        ),
      );
      expect(answers.map(outcomeOf).sort()).toEqual([
        ...Array(5).fill([422, 'ACTIVATION.WRONG']),
        ...Array(7).fill(BLOCKED),
      ]);
      expect((await tries(mobile, 'a key of a colleague 1', { door: 'organization' })).status).toBe(200);
    });

    it('without writing down who was meant', async () => {
      const { mobile } = await aRegisteredPerson(world);
      await failsTimes(mobile, 1);
      const rows = await written(world, 'SELECT f::text AS line FROM identity.sign_in_failure f');
      expect(rows).not.toBe('');
      expect(rows).not.toContain(mobile);
    });
  });
});
