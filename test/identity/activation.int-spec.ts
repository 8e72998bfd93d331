import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { InviteOperator } from '../../src/identity/application/invite-operator.js';
import { readMobile } from '../../src/platform/kernel/mobile.js';
import { rowsOf } from '../health-verdict/residents.js';
import { World } from '../world.js';
import { aMobile, PASSWORD, outcomeOf, written } from './people.js';

const WRONG = [422, 'ACTIVATION.WRONG'];
const HOUR = 3600;

describe('An activation', () => {
  let world: World;
  const activates = (login: string, code: string, password = PASSWORD) =>
    world.browser().post('/activations', { login, code, password });
  const signsIn = (login: string, password = PASSWORD) =>
    world.browser().post('/sessions', { door: 'organization', login, password });

  /** As `npm run admin:create` makes one. */
  async function anOperator(): Promise<{ login: string; code: string }> {
    const login = aMobile();
    const invited = await world.app.get(CommandBus).execute(new InviteOperator(readMobile(login)!, '李平台', true));
    return { login, code: invited!.activationCode };
  }

  beforeAll(async () => {
    world = await World.start({ pump: false });
  }, 120_000);
  afterAll(() => world?.stop());

  it('lets whoever holds the code choose a password, and sign in with it; nobody could before', async () => {
    const { login, code } = await anOperator();
    expect(outcomeOf(await signsIn(login))).toEqual([401, 'SIGN_IN.FAILED']);
    expect((await activates(login, code)).status).toBe(204);
    expect(await signsIn(login)).toMatchObject({
      status: 200,
      body: { capacity: { role: 'platform-operator' }, mustChangePassword: false },
    });
  });

  it('takes code and login as they are typed', async () => {
    const { login, code } = await anOperator();
    expect((await activates(`+86 ${login}`, ` ${code.toUpperCase()} `)).status).toBe(204);
    expect((await signsIn(login)).status).toBe(200);
  });

  it('is good for as long as was said, and a second later for nothing', async () => {
    const [early, late] = [await anOperator(), await anOperator()];
    world.clock.moveBy(24 * HOUR - 60);
    expect((await activates(early.login, early.code)).status).toBe(204);
    world.clock.moveBy(61);
    expect(outcomeOf(await activates(late.login, late.code))).toEqual(WRONG);
    expect(outcomeOf(await signsIn(late.login))).toEqual([401, 'SIGN_IN.FAILED']);
  });

  it('is done once', async () => {
    const { login, code } = await anOperator();
    expect((await activates(login, code)).status).toBe(204);
    expect(outcomeOf(await activates(login, code, 'a river that is new 36'))).toEqual(WRONG);
    expect((await signsIn(login)).status).toBe(200);
  });

  it('is done once, also when it is sent three times in the same moment', async () => {
    const { login, code } = await anOperator();
    const answers = await Promise.all([1, 2, 3].map((time) => activates(login, code, `the quiet river 3${time}`)));
    expect(answers.map(outcomeOf).sort()).toEqual([[204, undefined], WRONG, WRONG]);
  });

  it('is not done with another’s code, nor with a weak password, which leaves the code as it was', async () => {
    const [one, other] = [await anOperator(), await anOperator()];
    expect(outcomeOf(await activates(one.login, other.code))).toEqual(WRONG);
    for (const weak of ['short', 'Bamin-demo-2020', `my ${one.login}!`])
      expect(outcomeOf(await activates(one.login, one.code, weak))).toEqual([422, 'PASSWORD.WEAK']);
    expect((await activates(one.login, one.code)).status).toBe(204);
  });

  it('is kept as a digest only', async () => {
    const { code } = await anOperator();
    const accounts = await written(
      world,
      'SELECT a::text AS line FROM identity.account a WHERE activation_hash IS NOT NULL',
    );
    expect(accounts).not.toBe('');
    expect(accounts).not.toContain(code);
  });

  it('is that of one operator, unless another is wanted', async () => {
    const invites = (another: boolean) =>
      world.app.get(CommandBus).execute(new InviteOperator(readMobile(aMobile())!, '李平台', another));
    await anOperator();
    expect([await invites(false), typeof (await invites(true))?.activationCode]).toEqual([undefined, 'string']);
    const taken = await anOperator();
    expect(
      await world.app.get(CommandBus).execute(new InviteOperator(readMobile(taken.login)!, '李平台', true)),
    ).toBeUndefined();
  });

  it('is one more of the first operator, when every other is disabled', async () => {
    await anOperator();
    await rowsOf(world, 'UPDATE identity.account SET enabled = false');
    const invited = await world.app.get(CommandBus).execute(new InviteOperator(readMobile(aMobile())!, '李平台'));
    expect(typeof invited?.activationCode).toBe('string');
  });
});
