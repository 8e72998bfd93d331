import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/platform/kernel/ids.js';
import { digitsOf, DONGJIEKOU, Scanner } from '../checkpoint/at-the-checkpoint.js';
import { rowsOf } from '../health-verdict/residents.js';
import { administratorOf, UNIT } from '../organization/administrators.js';
import { type Browser, World } from '../world.js';

const LIN = '13900000004';
const NOBODYS_DIGITS = { digits: '1234567890123452' };

describe('The day of a unit', () => {
  let world: World;
  let dongjie: Browser;
  const dayOf = async (administrator: Browser, date = '') => {
    await world.settle();
    const { status, body } = await administrator.get(`/unit-day${date && `?date=${date}`}`);
    expect(status).toBe(200);
    return body as unknown as Record<string, never> & {
      byHour: number[];
      byColour: { colour: { key: string }; scans: number }[];
    };
  };

  const digits = async (login: string) => digitsOf(world, await world.signedIn(login, 'personal'));

  async function scanned(scanner: Scanner, shown: { digits: string }): Promise<string> {
    const id = newId(world.clock.now());
    expect((await scanner.scan(shown, id)).status).toBe(200);
    return id;
  }

  beforeAll(async () => {
    world = await World.start({ demo: true });
    dongjie = await world.signedIn('13900000002');
    world.clock.moveTo(new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 2 * 3_600_000)); // 10:00 in Fujian, tomorrow.
    const lin = await Scanner.at(world, LIN, DONGJIEKOU);
    await scanned(lin, await digits('13800000001'));
    await scanned(lin, NOBODYS_DIGITS);
    const held = await scanned(lin, await digits('13800000002'));
    const fever = { result: 'abnormal', value: 38.1 };
    for (const outcome of ['held', 'transferred'])
      expect((await lin.feedback(held, fever, { outcome })).status).toBe(204);
  });
  afterAll(() => world?.stop());

  it('counts scans by colour and hour, refusals beside them, and a corrected passage once', async () => {
    const { byHour, byColour, ...day } = await dayOf(dongjie);
    expect(day).toMatchObject({ scans: 2, refused: 1, passages: 1, abnormalTemperature: 1 });
    expect(byColour.map(({ colour, scans }) => [colour.key, scans])).toEqual([
      ['green', 1],
      ['orange', 1],
    ]);
    expect(byHour.map((scans, hour) => [hour, scans]).filter(([, scans]) => scans! > 0)).toEqual([[10, 2]]);
  });

  it('is kept by scan point and hour, so that other figures can be made of it', async () => {
    await world.settle();
    const kept = await rowsOf(
      world,
      `SELECT measure, hour, scan_point_id::text, unit_path::text, value FROM reporting.counter ORDER BY measure`,
    );
    const at = { hour: 10, scan_point_id: DONGJIEKOU, unit_path: 'fj.fz.gulou.dongjie', value: 1 };
    expect(kept).toEqual(
      ['abnormal-temperature', 'passages', 'refused', 'scans.green', 'scans.orange'].map((measure) => ({
        measure,
        ...at,
      })),
    );
  });

  it('is empty on other days', async () => {
    expect(await dayOf(dongjie, '2020-02-20')).toMatchObject({ date: '2020-02-20', scans: 0, refused: 0, passages: 0 });
  });

  it('holds nothing of other units', async () => {
    expect(await dayOf(await world.signedIn('13900000003'))).toMatchObject({ scans: 0, refused: 0, passages: 0 });
  });

  it('holds the units below', async () => {
    expect(await dayOf(await administratorOf(world, UNIT.fuzhou, '13900000010'))).toMatchObject({
      scans: 2,
      refused: 1,
      passages: 1,
    });
  });

  it('holds a passage whose result was given after midnight', async () => {
    const today = new Date(world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    world.clock.moveTo(`${today}T23:59:00+08:00`);
    const lin = await Scanner.at(world, LIN, DONGJIEKOU);
    const scan = await scanned(lin, await digits('13800000001'));
    world.clock.moveTo(new Date(world.clock.now().getTime() + 120_000));
    expect((await lin.feedback(scan, { result: 'normal' })).status).toBe(204);
    expect(await dayOf(await world.signedIn('13900000002'), today)).toMatchObject({ scans: 3, passages: 2 });
  });

  it('is nothing for a scanner, and no day is made up', async () => {
    expect((await (await world.signedIn(LIN)).get('/unit-day')).status).toBe(403);
    expect((await dongjie.get('/unit-day?date=2020-02-30')).status).toBe(400);
  });

  describe('says how far it has been counted', () => {
    const figures = async () =>
      (await dongjie.get('/unit-day')).body['stamp'] as unknown as { asOf?: string; degraded: boolean };
    const database = (text: string) => rowsOf(world, text);

    it('by the place of the reader: one that stands still looks old', async () => {
      await world.settle();
      await database(
        `UPDATE platform.cursor SET read_until = '2020-02-12T03:04:05.678Z', moved_at = now() + interval '1 hour' WHERE name = 'reporting.counters'`,
      );
      expect(await figures()).toMatchObject({ asOf: '2020-02-12T03:04:05.678Z', degraded: false });
      await database(
        `UPDATE platform.cursor SET moved_at = now() - interval '1 hour' WHERE name = 'reporting.counters'`,
      );
      const soon = async () => Date.now() - Date.parse((await figures()).asOf!);
      for (const until = performance.now() + 20_000; performance.now() < until && (await soon()) > 5000;)
        await new Promise((resolve) => setTimeout(resolve, 100));
      expect(Math.abs(await soon())).toBeLessThan(20_000);
    }, 30_000);

    it('and whether something was put aside', async () => {
      await database(`UPDATE platform.cursor SET degraded_at = now() WHERE name = 'reporting.counters'`);
      expect(await figures()).toMatchObject({ degraded: true });
      await database(`UPDATE platform.cursor SET degraded_at = NULL WHERE name = 'reporting.counters'`);
    });
  });
});
