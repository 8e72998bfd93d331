import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/platform/kernel/ids.js';
import { aDocument } from '../health-verdict/residents.js';
import { World } from '../world.js';
import {
  aCode,
  aMobile,
  anApplication,
  anotherThan,
  type Application,
  aRegisteredPerson,
  PASSWORD,
  timesTheWork,
  outcomeOf,
} from './people.js';

const CODE_WRONG = [422, 'SMS.CODE_WRONG'];
const BLOCKED = [429, 'SIGN_IN.BLOCKED'];
const OTHER = 'a slower river 36';

describe('A registration that was answered and arrives again', () => {
  let world: World;
  const repeats = (application: Partial<Application> & { browser?: unknown }) => {
    const { browser: _, ...body } = application;
    return world.browser().post('/registrations', body);
  };

  beforeAll(async () => {
    world = await World.start();
  }, 120_000);
  afterAll(() => world?.stop());

  it('is the same account, as often as its answer is lost', async () => {
    const person = await aRegisteredPerson(world);
    for (let time = 0; time < 7; time++)
      expect(await repeats(person)).toMatchObject({ status: 201, body: { accountId: person.id } });
  });

  it('is one for ten minutes; then one signs in', async () => {
    const person = await aRegisteredPerson(world);
    world.clock.moveBy(9 * 60);
    expect((await repeats(person)).status).toBe(201);
    world.clock.moveBy(61);
    expect(outcomeOf(await repeats(person))).toEqual(CODE_WRONG);
  });

  it('is none with another password, document, mobile, code or id', async () => {
    const person = await aRegisteredPerson(world);
    const stranger = await anApplication(world);
    for (const change of [
      { password: OTHER },
      { document: { type: 'resident-id', number: aDocument() } },
      { mobile: stranger.mobile },
      { smsCode: anotherThan(person.smsCode) },
      { id: newId() },
    ]) {
      expect(outcomeOf(await repeats({ ...person, ...change }))).toEqual(CODE_WRONG);
    }
    expect((await repeats(person)).status).toBe(201);
  });

  it('is none for an account of earlier days, whatever code was used meanwhile', async () => {
    const person = await aRegisteredPerson(world);
    world.clock.moveBy(11 * 60);
    const smsCode = await aCode(world, person.mobile);
    for (let time = 0; time < 5; time++)
      expect(outcomeOf(await repeats({ ...person, smsCode }))).toEqual([409, 'REGISTRATION.DUPLICATE']);
    expect(outcomeOf(await repeats({ ...person, smsCode }))).toEqual(CODE_WRONG);
  });

  it('is no way to guess at the password: after five, one waits as at sign-in, with the right one, too', async () => {
    const person = await aRegisteredPerson(world);
    const answers: unknown[] = [];
    for (let guess = 0; guess < 40; guess++)
      answers.push(outcomeOf(await repeats({ ...person, password: `${OTHER} ${guess}` })));
    expect(answers).toEqual([...Array(5).fill(CODE_WRONG), ...Array(35).fill(BLOCKED)]);
    expect(outcomeOf(await repeats(person))).toEqual(BLOCKED);
    world.clock.moveBy(11);
    expect((await repeats(person)).status).toBe(201);
  });

  it('tells a stranger nothing by its answers, nor by when it is blocked', async () => {
    const person = await aRegisteredPerson(world);
    const course = async (application: Partial<Application>) => {
      const seen: unknown[] = [];
      for (let time = 0; time < 7; time++) seen.push(outcomeOf(await repeats({ ...application, smsCode: '000000' })));
      return seen;
    };
    const nobody = { ...person, id: newId(), mobile: aMobile() };
    expect(await course(person)).toEqual(await course(nobody));
  });

  it('tells a stranger nothing by the time it takes', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => aRegisteredPerson(world)));
    const ratio = await timesTheWork(
      people.length,
      (at) => repeats({ ...people[at]!, smsCode: anotherThan(people[at]!.smsCode) }),
      (at) =>
        repeats({
          ...people[at]!,
          smsCode: '000000',
          id: newId(),
          mobile: aMobile(),
          document: { type: 'resident-id', number: aDocument() },
        }),
    );
    expect(ratio).toBeGreaterThan(0.4);
    expect(ratio).toBeLessThan(2.5);
    for (const { mobile } of people.slice(0, 2)) await world.signedIn(mobile, 'personal', PASSWORD);
  });
});
