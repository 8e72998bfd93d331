import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/platform/kernel/ids.js';
import { type Browser, World } from '../world.js';
import { administratorOf, listedBy, SCANNER, UNIT } from './administrators.js';

const named = (name: string) => `name=${encodeURIComponent(name)}`;

describe('The list of sub-accounts', () => {
  let world: World;
  let fuzhou: Browser;
  let gulou: Browser;
  let dongjie: Browser;
  let zhonghua: Browser;
  const ids: Record<string, string> = {};
  const namesSeenBy = async (administrator: Browser, query = '') =>
    (await listedBy(administrator, query)).map(({ name }) => name).sort();

  async function add(administrator: Browser, name: string, mobile: string): Promise<void> {
    ids[name] = newId();
    expect((await administrator.post('/sub-accounts', { id: ids[name], name, mobile })).status).toBe(201);
  }

  beforeAll(async () => {
    world = await World.start({ demo: true });
    dongjie = await world.signedIn('13900000002');
    zhonghua = await world.signedIn('13900000003');
    fuzhou = await administratorOf(world, UNIT.fuzhou, '13900000010');
    gulou = await administratorOf(world, UNIT.gulou, '13900000011');
    await add(fuzhou, '市直甲', '13922220001');
    await add(gulou, '区直乙', '13922220002');
    await add(dongjie, '林海', '13922220003');
    await add(dongjie, 'Lin Amy', '13922220004');
    await add(zhonghua, 'Wong Ka', '+852 9446 8557');
    expect((await dongjie.post(`/sub-accounts/${ids['林海']}/disabling`)).status).toBe(204);
  });
  afterAll(() => world?.stop());

  it('holds one’s own unit and the units below it, never those above or beside', async () => {
    expect(await namesSeenBy(fuzhou)).toEqual(['Lin Amy', '区直乙', '市直甲', '林晓燕', '林海']);
    expect(await namesSeenBy(gulou)).toEqual(['Lin Amy', '区直乙', '林晓燕', '林海']);
    expect(await namesSeenBy(dongjie)).toEqual(['Lin Amy', '林晓燕', '林海']);
    expect(await namesSeenBy(zhonghua)).toEqual(['Wong Ka', '吴志强']);
  });

  it('names the unit of each, and who may change it', async () => {
    const seen = await listedBy(fuzhou);
    expect(seen.find(({ id }) => id === SCANNER.lin)).toMatchObject({
      unit: { id: UNIT.dongjie, name: '福州市鼓楼区东街街道办事处（演示）' },
      manageable: false,
    });
    expect(seen.filter(({ manageable }) => manageable).map(({ name }) => name)).toEqual(['市直甲']);
  });

  it('leaves the change of a lower unit’s sub-account to that unit', async () => {
    const tries = await Promise.all([
      fuzhou.post(`/sub-accounts/${SCANNER.lin}/disabling`),
      fuzhou.post(`/sub-accounts/${SCANNER.lin}/enabling`),
      fuzhou.put(`/sub-accounts/${SCANNER.lin}/name`, { name: '林某', version: 1 }),
    ]);
    expect(tries.map(({ status, body }) => [status, body['code']])).toEqual(
      tries.map(() => [404, 'SUB_ACCOUNT.NOT_FOUND']),
    );
    const reset = await fuzhou.post(`/accounts/${SCANNER.lin}/one-time-password`);
    expect([reset.status, reset.body['oneTimePassword']]).toEqual([404, undefined]);
    expect((await listedBy(dongjie)).find(({ id }) => id === SCANNER.lin)).toMatchObject({
      name: '林晓燕',
      status: 'active',
      version: 1,
    });
  });

  it('gives one of them to whom it lists it, and to nobody else', async () => {
    expect((await fuzhou.get(`/sub-accounts/${SCANNER.lin}`)).body).toMatchObject({
      name: '林晓燕',
      manageable: false,
    });
    const { status, body } = await zhonghua.get(`/sub-accounts/${SCANNER.lin}`);
    expect([status, body['code']]).toEqual([404, 'SUB_ACCOUNT.NOT_FOUND']);
  });

  it.each([
    ['the active ones', 'status=active', ['Lin Amy', '区直乙', '市直甲', '林晓燕']],
    ['the disabled ones', 'status=disabled', ['林海']],
    ['a family name', named('林'), ['林晓燕', '林海']],
    ['a whole name', named('林海'), ['林海']],
    ['the middle of a name, which is no beginning', named('晓燕'), []],
    ['a beginning in any case and spacing', named(' lIN '), ['Lin Amy']],
    ['more than the name', named('林海海'), []],
    ['the last four digits', 'mobile=0003', ['林海']],
    ['a number as the list shows it', 'mobile=139****0003', ['林海']],
    ['a number of another operator that ends the same', 'mobile=138****0003', []],
    ['a name and a status', `${named('林')}&status=active`, ['林晓燕']],
  ])('is narrowed by %s', async (_, query, expected) => {
    expect(await namesSeenBy(fuzhou, query)).toEqual(expected);
  });

  it.each(['8557', '+85*****8557', '＋８５＊＊＊＊＊８５５７', ' +85***** 8557', '+85*****-8557'])(
    'is narrowed by a number of another country, too: %s',
    async (typed) => {
      expect(await namesSeenBy(zhonghua, `mobile=${encodeURIComponent(typed)}`)).toEqual(['Wong Ka']);
    },
  );

  it('is narrowed to one unit, and another’s is no unit', async () => {
    expect(await namesSeenBy(fuzhou, `unitId=${UNIT.gulou}`)).toEqual(['区直乙']);
    for (const foreign of [UNIT.xiamen, UNIT.province, newId()]) {
      const { status, body } = await fuzhou.get(`/sub-accounts?unitId=${foreign}`);
      expect([status, body['code']]).toEqual([404, 'ORGANIZATION.NOT_FOUND']);
    }
  });

  it('refuses whole numbers in the address, and what it does not know', async () => {
    const whole = await fuzhou.get('/sub-accounts?mobile=%2B8613922220003');
    expect(whole.body['errors']).toMatchObject([{ path: 'mobile', code: 'FIELD.MOBILE_PART' }]);
    for (const query of [
      'mobile=13922220003',
      'mobile=%2B85294468557',
      'mobile=%2B86*******0003',
      'mobile=%25',
      'status=gone',
      'unitId=1',
      'name=',
    ]) {
      expect((await fuzhou.get(`/sub-accounts?${query}`)).status).toBe(400);
    }
  });

  it('comes page by page across units, each account once, newest first', async () => {
    const seen: string[] = [];
    let cursor: unknown;
    do {
      const { body } = await fuzhou.get(`/sub-accounts?limit=2${cursor ? `&cursor=${String(cursor)}` : ''}`);
      seen.push(...(body['items'] as unknown as { name: string }[]).map(({ name }) => name));
      cursor = body['next'];
    } while (cursor);
    expect(seen).toEqual(['Lin Amy', '林海', '区直乙', '市直甲', '林晓燕']);
  });

  it('offers the units to choose from: those it covers, found by any part of the name', async () => {
    const unitsSeenBy = async (administrator: Browser, query = '') =>
      ((await administrator.get(`/units${query}`)).body['items'] as unknown as { id: string }[]).map(({ id }) => id);
    expect(await unitsSeenBy(fuzhou)).toEqual([UNIT.fuzhou, UNIT.gulou, UNIT.dongjie]);
    expect(await unitsSeenBy(fuzhou, `?name=${encodeURIComponent('东街')}`)).toEqual([UNIT.dongjie]);
    expect(await unitsSeenBy(fuzhou, '?name=%25')).toEqual([]);
    expect(await unitsSeenBy(zhonghua)).toEqual([UNIT.zhonghua]);
    expect(await unitsSeenBy(await world.signedIn('13900000004'))).toEqual([UNIT.dongjie]);
  });
});
