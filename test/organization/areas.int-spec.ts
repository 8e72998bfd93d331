import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AreaTree } from '../../src/organization/areas/area-tree.js';
import { importAreas } from '../../src/organization/areas/area-import.js';
import { AreaLookup } from '../../src/organization/contracts/area-lookup.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { rowsOf } from '../health-verdict/residents.js';
import { World } from '../world.js';

const FUJIAN = '350000';

describe('The tree of areas', () => {
  let world: World;
  let areas: AreaLookup;
  beforeAll(async () => {
    world = await World.start();
    areas = world.app.get(AreaLookup);
  }, 120_000);
  afterAll(() => world?.stop());

  /** 平潭 is a county of the province's own, the others lie below cities. */
  const countiesOfFujian = (day: string) => {
    world.clock.moveTo(`${day}T12:00:00+08:00`);
    const below = areas.children(FUJIAN);
    return [...below, ...below.flatMap(({ key }) => areas.children(key))].filter(({ kind }) => kind === 'county');
  };

  it('has the 84 counties of February 2020 and the 83 of today, 金门 being no unit of ours', () => {
    expect([countiesOfFujian('2020-02-13').length, countiesOfFujian('2026-11-23').length]).toEqual([84, 83]);
    expect(areas.find('350527')).toBeUndefined();
  });

  it('still finds the codes that ended in 2021, and offers their successors', () => {
    const names = (day: string) => countiesOfFujian(day).map(({ name }) => name);
    for (const [before, after] of [
      ['梅列区', undefined],
      ['沙县', '沙县区'],
      ['长泰县', '长泰区'],
      ['龙海市', '龙海区'],
    ] as const) {
      expect([names('2020-12-31').includes(before), names('2021-01-01').includes(before)]).toEqual([true, false]);
      if (after)
        expect([names('2020-12-31').includes(after), names('2021-01-01').includes(after)]).toEqual([false, true]);
    }
    expect(areas.find('350681')).toMatchObject({ name: '龙海市', path: '350000.350600.350681' });
  });

  it('begins with all 34 provinces, Hong Kong, Macao and Taiwan among them', () => {
    const provinces = areas.children('country');
    expect(provinces.map(({ kind }) => kind)).toEqual(new Array<string>(34).fill('province'));
    expect(['710000', '810000', '820000'].map((key) => areas.find(key)?.name)).toEqual([
      '台湾省',
      '香港特别行政区',
      '澳门特别行政区',
    ]);
    expect(areas.children('810000')).toHaveLength(18);
  });

  it('has functional zones, which have no GB code, where the statistics place them', async () => {
    expect(areas.find('350902500')).toMatchObject({ name: '东侨开发区', kind: 'zone', parent: '350902' });
    expect(areas.find('320576')).toMatchObject({ name: '苏州工业园区', kind: 'zone', parent: '320500' });
    expect(await rowsOf(world, `SELECT 1 FROM organization.area WHERE kind = 'zone' AND gb_code IS NOT NULL`)).toEqual(
      [],
    );
  });

  it('is taken in once for each edition, also by two processes at the same moment, and keeps what an authority added', async () => {
    const count = () =>
      rowsOf<{ count: number }>(world, 'SELECT count(*)::int AS count FROM organization.area').then(
        ([row]) => row!.count,
      );
    const before = await count();
    // As an installation of an earlier edition: a county less, a name of former days, a zone of its own.
    await rowsOf(world, `DELETE FROM organization.area WHERE key = '110101' RETURNING 1`);
    await rowsOf(world, `UPDATE organization.area SET name = '旧名' WHERE key = '350102' RETURNING 1`);
    await rowsOf(
      world,
      `INSERT INTO organization.area (key, name, kind, parent, path) VALUES ('zone-gaoxin', '福州高新区', 'zone', '350100', '350000.350100.zone-gaoxin') RETURNING 1`,
    );
    await rowsOf(world, 'DELETE FROM organization.area_revision RETURNING 1');
    const transactions = world.app.get(Transactions);
    await Promise.all([importAreas(transactions), importAreas(transactions)]);
    expect(await count()).toBe(before + 1);
    expect(await rowsOf(world, 'SELECT 1 FROM organization.area_revision')).toHaveLength(1);
    await world.app.get(AreaTree).refresh();
    expect([areas.find('350102')?.name, areas.find('zone-gaoxin')?.kind, areas.find('110101')?.name]).toEqual([
      '鼓楼区',
      'zone',
      '东城区',
    ]);
  });

  it('is read again when there is a newer revision', async () => {
    await rowsOf(world, `UPDATE organization.area SET name = '新名' WHERE key = '350103' RETURNING 1`);
    await world.app.get(AreaTree).refresh();
    expect(areas.find('350103')?.name).toBe('台江区');
    await rowsOf(world, 'INSERT INTO organization.area_revision DEFAULT VALUES RETURNING 1');
    await world.app.get(AreaTree).refresh();
    expect(areas.find('350103')?.name).toBe('新名');
  });
});
