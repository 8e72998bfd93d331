import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AreaLevels } from '../../src/health-verdict/contracts/area-levels.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { addDays, localDate } from '../../src/platform/kernel/shanghai.js';
import { World } from '../world.js';
import { DONGJIEKOU, Phone, rows, Scanner } from './at-the-checkpoint.js';

const [GULOU, SIMING, QUIET] = ['350102', '350203', '350302'];
const NONE = { kind: 'none' };

describe('the trail of a person', () => {
  let world: World;
  let phone: Phone;
  let lin: Scanner;
  let resident: string;
  let patternScan: string;

  beforeAll(async () => {
    world = await World.start({ demo: true });
    phone = await Phone.of(world, '13800000001');
    lin = await Scanner.at(world, '13900000004', DONGJIEKOU);
    patternScan = String((await lin.scan(await phone.presentation())).body['scanId']);
    resident = String(
      (await rows(world, 'SELECT resident_id FROM checkpoint.scan WHERE id = $1', [patternScan]))[0]!['resident_id'],
    );
    await rows(world, `UPDATE health_verdict.code SET initial_area = '${GULOU}' WHERE resident_id = '${resident}'`);
  });
  beforeEach(async () => {
    await rows(world, 'DELETE FROM checkpoint.scan WHERE id <> $1', [patternScan]);
  });
  afterAll(() => world?.stop());

  /** Noon, so many days ago. */
  const noon = (days: number) => new Date(`${addDays(localDate(world.clock.now()), -days)}T12:00:00+08:00`);
  const dateOf = (days: number) => localDate(noon(days));
  const seen = (area: string, days: number) =>
    rows(
      world,
      `
      INSERT INTO checkpoint.scan (id, resident_id, organization_id, unit_path, scan_point_id, shift_id, scanner_id, area_key, colour, verdict_seq, assurance, masked_name, answer, scanned_at, received_at)
      SELECT $1, resident_id, organization_id, unit_path, scan_point_id, shift_id, scanner_id, $2, colour, verdict_seq, assurance, masked_name, answer, $3, $3 FROM checkpoint.scan WHERE id = $4`,
      [newId(noon(days)), area, noon(days), patternScan],
    );
  const assigned = async (area: string, level: string, from: number, until?: number) => {
    const values = [newId(), area, level, noon(from), until === undefined ? null : noon(until)];
    await rows(
      world,
      `INSERT INTO health_verdict.level_assignment (id, area_key, scale, level, from_at, until_at) VALUES ($1, $2, '2020-02-24', $3, $4, $5)`,
      values,
    );
    world.app.get(AreaLevels).forget();
  };
  const advised = async () =>
    (await lin.scan(await phone.presentation())).body['flowAdvice'] as unknown as {
      kind: string;
      area?: string;
      date?: string;
    };

  it('begins with the place of the last scan before its 14 days, counted from their first', async () => {
    await seen(SIMING, 30);
    expect(await advised()).toMatchObject({ kind: 'warning', area: '思明区', date: dateOf(14) });
  });

  it('does not begin with an earlier one', async () => {
    await seen(SIMING, 30);
    await seen(GULOU, 20);
    expect(await advised()).toEqual(NONE);
  });

  it('names the first visit of the severe area', async () => {
    await seen(GULOU, 20);
    await seen(SIMING, 9);
    await seen(SIMING, 3);
    expect(await advised()).toMatchObject({ kind: 'warning', area: '思明区', date: dateOf(9) });
  });

  it('counts a level that was in force after the visit, and none that had ended before', async () => {
    await seen(GULOU, 20);
    await seen(QUIET, 6);
    await assigned(QUIET, 'high', 20, 7);
    expect(await advised()).toEqual(NONE);
    await assigned(QUIET, 'medium-many', 5, 4);
    expect(await advised()).toMatchObject({ kind: 'warning', level: { zh: '中风险（较多病例）' }, date: dateOf(6) });
  });
});
