import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Units } from '../../src/organization/application/units.js';
import { OrganizationDirectory } from '../../src/organization/contracts/directories.js';
import { usccCheckCharacter } from '../../src/organization/domain/uscc.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { World } from '../world.js';

const withCheck = (first17: string) => first17 + usccCheckCharacter(first17);

describe('Opening a unit', () => {
  let world: World;
  let place = 0;
  const open = (changes: Partial<{ id: string; uscc: string; path: string; name: string }> = {}) => {
    const unit = {
      id: newId(),
      name: '某街道办事处',
      uscc: withCheck(`113501020000${String(++place).padStart(4, '0')}X`),
      path: `fj.fz.gulou.u${place}`,
      areaKey: '350102',
      ...changes,
    };
    return world.app
      .get(Units)
      .open(unit)
      .then(() => unit);
  };
  const find = (id: string) => world.app.get(OrganizationDirectory).find(id);

  beforeAll(async () => {
    world = await World.start({ pump: false });
  });
  afterAll(() => world?.stop());

  it('takes a right code, also in small letters and with spaces around', async () => {
    const uscc = withCheck('1135010200009999X');
    const { id } = await open({ uscc: ` ${uscc.toLowerCase()} ` });
    expect(await find(id)).toMatchObject({ uscc, kind: 'government' });
  });

  it.each([
    [
      'a wrong check character',
      () => withCheck('1135010200000001D').replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    ],
    ['two figures exchanged', () => withCheck('1135010200000012D').replace('12D', '21D')],
    ['a character too few', () => withCheck('1135010200000001D').slice(1)],
    ['nothing', () => ''],
  ])('refuses %s', async (_, code) => {
    const id = newId();
    await expect(open({ id, uscc: code() })).rejects.toMatchObject({ code: 'ORGANIZATION.USCC_WRONG' });
    expect(await find(id)).toBeUndefined();
  });

  it('refuses a code that another unit has, also typed at the same moment', async () => {
    const { uscc } = await open();
    const second = newId();
    await expect(open({ id: second, uscc })).rejects.toMatchObject({ code: 'ORGANIZATION.USCC_TAKEN' });
    expect(await find(second)).toBeUndefined();
    const fresh = withCheck('1135010200008888X');
    const opened = await Promise.allSettled([open({ uscc: fresh }), open({ uscc: fresh }), open({ uscc: fresh })]);
    expect(opened.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('refuses a place in the tree that is taken', async () => {
    const { path } = await open();
    await expect(open({ path })).rejects.toMatchObject({ code: 'ORGANIZATION.PATH_TAKEN' });
  });

  it('is harmless when repeated', async () => {
    const unit = await open();
    await expect(open(unit)).resolves.toEqual(unit);
  });
});
