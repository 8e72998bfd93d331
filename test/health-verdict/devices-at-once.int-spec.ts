import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HealthCodes, type NewDevice } from '../../src/health-verdict/domain/health-code.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { apartFromTransactions, Transactions } from '../../src/platform/persistence/transactions.js';
import { World } from '../world.js';
import { aClaim, aResident, type Person, rowsOf } from './residents.js';

/** Each act loads the code, waits until the other has loaded it too or stands before its lock, and then writes. */
describe('A code that two change at once', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
  });

  const now = () => world.clock.now();
  const aDevice = (more: Partial<NewDevice> = {}): NewDevice => ({
    ...{ id: newId(), name: 'phone', publicKey: Buffer.alloc(65, 4), sessionId: newId() },
    ...more,
  });

  async function aHolder(...devices: NewDevice[]) {
    const person = await aResident(world);
    expect((await person.browser.post('/code', aClaim())).status).toBe(201);
    for (const device of devices) await act(person, (code) => code.enrol(device, 'sms', now()));
    return person;
  }

  type Code = NonNullable<Awaited<ReturnType<HealthCodes['ofResident']>>>;
  const act = (person: Person, change: (code: Code) => unknown, meanwhile?: () => Promise<void>) =>
    world.app.get(Transactions).run(async () => {
      const codes = world.app.get(HealthCodes);
      const code = await codes.own(person.id);
      await meanwhile?.();
      change(code);
      await codes.save(code);
    });

  async function atOnce(person: Person, ...changes: ((code: Code) => unknown)[]) {
    let loaded = 0;
    const meanwhile = async () => {
      loaded += 1;
      for (let tries = 0; tries < 25 && loaded < changes.length; tries++)
        await new Promise((resolve) => setTimeout(resolve, 10));
    };
    const outcomes = await Promise.allSettled(changes.map((change) => act(person, change, meanwhile)));
    return outcomes.map((it) => (it.status === 'fulfilled' ? 'done' : (it.reason as { code?: string }).code)).sort();
  }

  const kept = ({ id }: Person) =>
    rowsOf<{ live: number; epoch: number }>(
      world,
      `SELECT count(*) FILTER (WHERE d.revoked_at IS NULL)::int AS live, max(c.digits_epoch) AS epoch
       FROM health_verdict.code c JOIN health_verdict.device d ON d.code_id = c.id WHERE c.resident_id = '${id}'`,
    ).then(([row]) => row);

  it('lets one of several be the first device without an SMS', async () => {
    const person = await aHolder();
    const first = [1, 2, 3].map(() => (code: Code) => code.enrol(aDevice(), 'session', now()));
    expect(await atOnce(person, ...first)).toEqual(['DEVICE.SMS_REQUIRED', 'DEVICE.SMS_REQUIRED', 'done']);
    expect(await kept(person)).toEqual({ live: 1, epoch: 0 });
  });

  it('never has four devices', async () => {
    const person = await aHolder(aDevice(), aDevice());
    const third = [1, 2, 3].map(() => (code: Code) => code.enrol(aDevice(), 'sms', now()));
    expect(await atOnce(person, ...third)).toEqual(['DEVICE.TOO_MANY', 'DEVICE.TOO_MANY', 'done']);
    expect(await kept(person)).toEqual({ live: 3, epoch: 0 });
  });

  it('either revokes a device or gives its place away', async () => {
    const phone = aDevice();
    const person = await aHolder(phone);
    const outcomes = await atOnce(
      person,
      (code) => code.revoke(phone.id, now()),
      (code) => code.enrol(aDevice({ replaces: phone.id }), 'sms', now()),
    );
    expect(outcomes).toEqual(['DEVICE.NOT_FOUND', 'done']);
    expect((await kept(person))!.epoch).toBe(1);
  });

  it('ends with a session the device that is being enrolled in it', async () => {
    const person = await aHolder();
    const phone = aDevice();
    let ended: Promise<void> | undefined;
    const enrol = (code: Code) => code.enrol(phone, 'session', now());
    const end = (code: Code) => code.closeSessions([phone.sessionId], now(), now());
    await act(person, enrol, async () => {
      ended = apartFromTransactions(() => act(person, end));
      await new Promise((resolve) => setTimeout(resolve, 200)); // Whoever did not wait for its turn has seen no device by now.
    });
    await ended;
    expect(await kept(person)).toEqual({ live: 0, epoch: 1 });
  });

  it('says of an id that is a stranger’s device what it says of none', async () => {
    const theirs = aDevice();
    await aHolder(theirs);
    const person = await aHolder();
    expect(await atOnce(person, (code) => code.enrol(aDevice({ id: theirs.id }), 'session', now()))).toEqual([
      'DEVICE.NOT_FOUND',
    ]);
  });
});
