import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { Pump } from '../../src/platform/messaging/pump.js';
import { Every, type Scheduled } from '../../src/platform/messaging/schedule.js';
import { Sweeps } from '../../src/platform/messaging/sweeps.js';
import { PlatformWorld } from './platform-world.js';

@Injectable()
@Every({ seconds: 3600 })
class Sweeping implements Scheduled {
  static runs = 0;
  static work: () => Promise<unknown> = async () => undefined;

  async run(): Promise<void> {
    Sweeping.runs++;
    await Sweeping.work();
  }
}

describe('A sweep', () => {
  let world: PlatformWorld;
  const runIfDue = () =>
    world.get(Sweeps).runIfDue(
      world
        .get(Sweeps)
        .all()
        .find(({ name }) => name === 'Sweeping')!,
    );
  const past = (column: string, interval: string) =>
    world.rows(`UPDATE platform.sweep SET ${column} = ${column} - interval '${interval}' WHERE name = 'Sweeping'`);
  const held = async () =>
    (await world.rows(`SELECT held_until > now() AS held FROM platform.sweep WHERE name = 'Sweeping'`))[0]?.['held'];

  beforeAll(async () => {
    world = await PlatformWorld.start({ providers: [Sweeping], environment: { BAMIN_LOG_LEVEL: 'silent' } });
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    Sweeping.runs = 0;
    Sweeping.work = () => new Promise((resolve) => setTimeout(resolve, 100));
    await world.rows('DELETE FROM platform.sweep');
  });

  it('runs once per period, however many processes look', async () => {
    const ran = await Promise.all([runIfDue(), runIfDue(), runIfDue()]);
    expect(ran.filter(Boolean)).toHaveLength(1);
    expect(await runIfDue()).toBe(false);
    expect(Sweeping.runs).toBe(1);
    await past('ran_at', '2 hours');
    expect(await runIfDue()).toBe(true);
  });

  it('that failed runs again soon, not after its period, and later each time', async () => {
    Sweeping.work = () => Promise.reject(new Error('Not this time.'));
    const seconds = async () =>
      Math.round(
        Number(
          (await world.rows('SELECT extract(epoch FROM retry_at - now()) AS seconds FROM platform.sweep'))[0]![
            'seconds'
          ],
        ),
      );
    for (const wait of [5, 10, 20]) {
      await expect(runIfDue()).rejects.toThrow('Not this time.');
      expect(await seconds()).toBe(wait);
      expect(await runIfDue()).toBe(false);
      await past('retry_at', '1 minute');
    }
    Sweeping.work = async () => undefined;
    expect([await runIfDue(), await runIfDue(), Sweeping.runs]).toEqual([true, false, 4]);
  });

  it('is taken over when the lease of a holder that is frozen or gone has ended', async () => {
    let wake = () => undefined as void;
    Sweeping.work = () => new Promise<void>((resolve) => (wake = resolve));
    const frozen = runIfDue();
    while (Sweeping.runs === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect([await held(), await runIfDue()]).toEqual([true, false]);
    await past('held_until', '31 seconds'); // It has not renewed.
    Sweeping.work = async () => undefined;
    expect([await runIfDue(), Sweeping.runs]).toEqual([true, 2]);
    await past('ran_at', '2 hours');
    Sweeping.work = () => new Promise<void>((resolve) => (wake = resolve));
    const sleeper = wake;
    const another = runIfDue();
    while (Sweeping.runs < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    sleeper(); // The first one wakes: what another holds now is not its own to end.
    await frozen;
    expect([await held(), await runIfDue()]).toEqual([true, false]);
    wake();
    expect(await another).toBe(true);
  });

  it('holds no connection of the scans while it runs', async () => {
    let wake = () => undefined as void;
    Sweeping.work = () => new Promise<void>((resolve) => (wake = resolve));
    const running = runIfDue();
    while (Sweeping.runs === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(
      await world.rows(
        `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      ),
    ).toEqual([]);
    wake();
    await running;
  });

  it('is left when the process ends, however long it takes', async () => {
    const other = await world.another({ providers: [Sweeping], environment: { BAMIN_LOG_LEVEL: 'silent' } });
    Sweeping.work = () => new Promise(() => undefined);
    other.get(Pump).start();
    while (Sweeping.runs === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const began = performance.now();
    await other.app.close();
    expect(performance.now() - began).toBeLessThan(12_000);
  }, 30_000);
});
