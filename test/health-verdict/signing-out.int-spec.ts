import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { EnrolDevice } from '../../src/health-verdict/application/code/enrol-device.js';
import { CodeReader } from '../../src/health-verdict/contracts/code-reader.js';
import { digitsAt } from '../../src/health-verdict/token/digits.js';
import { LatelyEndedSessions } from '../../src/identity/application/lately-ended-sessions.js';
import { Clock } from '../../src/platform/kernel/clock.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { Database } from '../../src/platform/persistence/database.js';
import { newDeviceKeys } from '../../web/src/app/resident/presentation/device-key.js';
import { makePresentation } from '../../web/src/app/resident/presentation/make-presentation.js';
import { World } from '../world.js';
import { aClaim, aResident, type Person, rowsOf } from './residents.js';

/** Without the pump: no event goes round, as when every worker is down. */
describe('Signing out, before anybody has heard of it', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ pump: false });
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
  });

  const read = (shown: { presentation: string } | { digits: string }) =>
    world.app.get(CodeReader).read(shown, world.clock.now());
  const outcome = async (shown: Parameters<typeof read>[0]) => {
    const reading = await read(shown);
    return reading.outcome === 'read' ? 'read' : reading.refusal;
  };

  async function aPhone() {
    const person = await aResident(world);
    expect((await person.browser.post('/code', aClaim())).status).toBe(201);
    const { keys, publicKey } = await newDeviceKeys();
    const { body } = await person.browser.post('/code/devices', { id: newId(), name: 'phone', publicKey });
    const { serial, days } = (await person.browser.get('/code/digits')).body as unknown as {
      serial: string;
      days: { secret: string }[];
    };
    const shows = async () => {
      const now = world.clock.now();
      const presentation = await makePresentation(String(body['credential']), keys.privateKey, now.getTime());
      return [
        await outcome({ presentation }),
        await outcome({ digits: digitsAt(serial, Buffer.from(days[0]!.secret, 'base64url'), now) }),
      ];
    };
    return { person, shows };
  }

  const endedSession = async ({ id }: Person) =>
    (
      await rowsOf<{ id: string }>(
        world,
        `SELECT s.id FROM identity.session s JOIN identity.account a ON a.id = s.account_id WHERE a.resident_id = '${id}' AND s.revoked_at IS NOT NULL`,
      )
    )[0]!.id;

  it('ends QR and digits of the device at once, and nobody else’s', async () => {
    const [leaving, staying] = [await aPhone(), await aPhone()];
    expect(await leaving.shows()).toEqual(['read', 'read']);
    await leaving.person.browser.delete('/session');
    expect([await leaving.shows(), await staying.shows()]).toEqual([
      ['REVOKED', 'DIGITS_UNKNOWN'],
      ['read', 'read'],
    ]);
  });

  it('leaves no device behind whose enrolment was under way', async () => {
    const { person } = await aPhone();
    await person.browser.delete('/session');
    const { publicKey } = await newDeviceKeys();
    const device = { id: newId(), name: 'late', publicKey: Buffer.from(publicKey, 'base64url') };
    const late = { ...device, sessionId: await endedSession(person) };
    const enroller = { residentId: person.id, accountId: person.id };
    await expect(world.app.get(CommandBus).execute(new EnrolDevice(enroller, late))).rejects.toThrow(
      'SESSION.REQUIRED',
    );
  });

  it('is known to another process from the database, and forgotten after an hour, when the event has long arrived', async () => {
    const { person } = await aPhone();
    await person.browser.delete('/session');
    const anotherProcess = () => new LatelyEndedSessions(world.app.get(Database), world.app.get(Clock));
    expect(await anotherProcess().of(person.id)).toEqual([
      { sessionId: await endedSession(person), at: expect.any(Date) },
    ]);
    world.clock.moveTo(new Date(world.clock.now().getTime() + 2 * 3_600_000));
    expect(await anotherProcess().of(person.id)).toEqual([]);
  });
});
