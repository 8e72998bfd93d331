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
  told,
} from './people.js';

const CODE_WRONG = [422, 'SMS.CODE_WRONG'];
const BLOCKED = [429, 'SIGN_IN.BLOCKED'];
const OTHER = 'a slower river 36';

describe('A registration that was answered and arrives again', () => {
  let world: World;
  const later = (seconds: number) => world.clock.moveTo(new Date(world.clock.now().getTime() + seconds * 1000));
  const again = (application: Partial<Application> & { browser?: unknown }) => {
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
      expect(await again(person)).toMatchObject({ status: 201, body: { accountId: person.id } });
  });

  it('is one for ten minutes; then one signs in', async () => {
    const person = await aRegisteredPerson(world);
    later(9 * 60);
    expect((await again(person)).status).toBe(201);
    later(61);
    expect(told(await again(person))).toEqual(CODE_WRONG);
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
      expect(told(await again({ ...person, ...change }))).toEqual(CODE_WRONG);
    }
    expect((await again(person)).status).toBe(201);
  });

  it('is none for an account of earlier days, whatever code was used meanwhile', async () => {
    const person = await aRegisteredPerson(world);
    later(11 * 60);
    const smsCode = await aCode(world, person.mobile);
    for (let time = 0; time < 5; time++)
      expect(told(await again({ ...person, smsCode }))).toEqual([409, 'REGISTRATION.DUPLICATE']);
    expect(told(await again({ ...person, smsCode }))).toEqual(CODE_WRONG);
  });

  it('is no way to guess at the password: after five, one waits as at sign-in, with the right one, too', async () => {
    const person = await aRegisteredPerson(world);
    const answers: unknown[] = [];
    for (let guess = 0; guess < 40; guess++)
      answers.push(told(await again({ ...person, password: `${OTHER} ${guess}` })));
    expect(answers).toEqual([...Array(5).fill(CODE_WRONG), ...Array(35).fill(BLOCKED)]);
    expect(told(await again(person))).toEqual(BLOCKED);
    later(11);
    expect((await again(person)).status).toBe(201);
  });

  it('tells a stranger nothing by its answers, nor by when it is blocked', async () => {
    const person = await aRegisteredPerson(world);
    const course = async (application: Partial<Application>) => {
      const seen: unknown[] = [];
      for (let time = 0; time < 7; time++) seen.push(told(await again({ ...application, smsCode: '000000' })));
      return seen;
    };
    const nobody = { ...person, id: newId(), mobile: aMobile() };
    expect(await course(person)).toEqual(await course(nobody));
  });

  it('tells a stranger nothing by the time it takes', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => aRegisteredPerson(world)));
    const ratio = await timesTheWork(
      people.length,
      (at) => again({ ...people[at]!, smsCode: anotherThan(people[at]!.smsCode) }),
      (at) =>
        again({
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
