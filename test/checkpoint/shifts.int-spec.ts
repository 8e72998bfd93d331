import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/platform/kernel/ids.js';
import { type Browser, World } from '../world.js';
import { DONGJIEKOU, Phone, rows, Scanner, scannerOfDongjie, STATION, ZHONGHUA } from './at-the-checkpoint.js';

const point = (more: object = {}) => ({
  id: newId(),
  name: '南门',
  kind: 'community',
  areaKey: '350102',
  address: '八一七路1号',
  ...more,
});

describe('shifts and scan points', () => {
  let world: World;
  let lin: Browser;
  let zheng: Browser;
  let wu: Browser;

  beforeAll(async () => {
    world = await World.start({ demo: true });
    lin = await world.signedIn('13900000004');
    zheng = await world.signedIn(await scannerOfDongjie(world, '13900000021'));
    wu = await world.signedIn('13900000005');
  });
  afterAll(() => world?.stop());

  it('a shift that is reported again under its id is answered the same, and is one shift', async () => {
    const wish = {
      id: newId(),
      scanPointId: DONGJIEKOU,
      community: '东街社区',
      position: { latitude: 26.08, longitude: 119.3, accuracyMetres: 20 },
    };
    const answers = await Promise.all(Array.from({ length: 6 }, () => lin.post('/shifts', wish)));
    for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 201, body: answers[0]!.body });
    expect(answers[0]!.body).toMatchObject({ shiftId: wish.id, community: '东街社区', scanPoint: { id: DONGJIEKOU } });
    // Late, when another shift is open: the same answer, and it does not open again.
    const next = { id: newId(), scanPointId: STATION };
    await lin.post('/shifts', next);
    expect((await lin.post('/shifts', wish)).body).toEqual(answers[0]!.body);
    expect((await lin.get('/shift')).body).toMatchObject({ shiftId: next.id });
  });

  it('a shift id is not another shift: other content, or another scanner', async () => {
    const wish = { id: newId(), scanPointId: DONGJIEKOU };
    await lin.post('/shifts', wish);
    const taken = { status: 409, body: { code: 'SHIFT.ID_TAKEN' } };
    expect(await lin.post('/shifts', { ...wish, scanPointId: STATION })).toMatchObject(taken);
    expect(await lin.post('/shifts', { ...wish, community: '西街' })).toMatchObject(taken);
    expect(await zheng.post('/shifts', wish)).toMatchObject(taken);
    expect(await wu.post('/shifts', { ...wish, scanPointId: ZHONGHUA })).toMatchObject(taken);
    expect((await lin.get('/shift')).body).toMatchObject({ shiftId: wish.id, scanPoint: { id: DONGJIEKOU } });
    expect((await zheng.get('/shift')).status).toBe(404);
  });

  it('many shifts that one scanner opens at once leave one open', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, number) =>
        zheng.post('/shifts', { id: newId(), scanPointId: number % 2 ? DONGJIEKOU : STATION }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(new Array(8).fill(201));
    const shifts = await rows(world, `SELECT closed_at, version FROM checkpoint.shift WHERE id = ANY($1)`, [
      answers.map(({ body }) => body['shiftId']),
    ]);
    expect(shifts.filter((shift) => shift['closed_at'] === null)).toHaveLength(1);
    expect(shifts.map(({ version }) => version).sort()).toEqual([1, 2, 2, 2, 2, 2, 2, 2]);
  });

  it("another unit's scan point is none, and its shift opens no scan", async () => {
    expect(await lin.post('/shifts', { id: newId(), scanPointId: ZHONGHUA })).toMatchObject({
      status: 404,
      body: { code: 'SCAN_POINT.NOT_FOUND' },
    });
    const [own, others] = [
      await Scanner.at(world, '13900000004', DONGJIEKOU),
      await Scanner.at(world, '13900000005', ZHONGHUA),
    ];
    const phone = await Phone.of(world, '13800000001');
    own.shiftId = others.shiftId;
    expect(await own.scan(await phone.presentation())).toMatchObject({ status: 422, body: { code: 'SHIFT.NOT_OPEN' } });
  });

  it('a shift that was opened for another unit is none of this one', async () => {
    const wish = { id: newId(), scanPointId: DONGJIEKOU };
    await zheng.post('/shifts', wish);
    await rows(
      world,
      'UPDATE checkpoint.shift SET organization_id = (SELECT organization_id FROM checkpoint.scan_point WHERE id = $1) WHERE id = $2',
      [ZHONGHUA, wish.id],
    );
    expect((await zheng.get('/shift')).status).toBe(404);
    await zheng.delete('/shift');
  });

  it('a scan point that is proposed again under its id is the same; another one, or of another unit, is not', async () => {
    const wish = point();
    const first = await lin.post('/scan-points', wish);
    expect(first).toMatchObject({ status: 201, body: { ...wish, state: 'unconfirmed' } });
    expect((await lin.post('/scan-points', wish)).body).toEqual(first.body);
    const taken = { status: 409, body: { code: 'SCAN_POINT.ID_TAKEN' } };
    expect(await lin.post('/scan-points', { ...wish, name: '北门' })).toMatchObject(taken);
    expect(await wu.post('/scan-points', wish)).toMatchObject(taken);
    const seen = (await wu.get('/scan-points?limit=100')).body['items'] as unknown as { id: string }[];
    expect(seen.map(({ id }) => id)).toEqual([ZHONGHUA]);
  });

  it('510 scan points are listed newest first, page by page, each once, and found by a part of the name', async () => {
    await rows(
      world,
      `
      INSERT INTO checkpoint.scan_point (id, organization_id, name, kind, area_key, address, confirmed, added_at)
      SELECT gen_random_uuid(), organization_id, '旧点' || n, kind, area_key, '', true, now() - interval '1 day' * (n % 50) FROM checkpoint.scan_point, generate_series(1, 510) n WHERE id = $1`,
      [DONGJIEKOU],
    );
    const newest = point({ name: '新门岗' });
    await lin.post('/scan-points', newest);
    const first = (await lin.get('/scan-points')).body as unknown as { items: { id: string }[]; next: string };
    expect([first.items.length, first.items[0]!.id]).toEqual([20, newest.id]);
    const seen: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page = (await lin.get(`/scan-points?limit=100${cursor && `&cursor=${cursor}`}`)).body as unknown as {
        items: { id: string }[];
        next?: string;
      };
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    const [{ all }] = (await rows(
      world,
      'SELECT count(*)::int AS all FROM checkpoint.scan_point p WHERE organization_id = (SELECT organization_id FROM checkpoint.scan_point WHERE id = $1)',
      [DONGJIEKOU],
    )) as [{ all: number }];
    expect([seen.length, new Set(seen).size]).toEqual([all, all]);
    const found = async (name: string) =>
      (
        (await lin.get(`/scan-points?name=${encodeURIComponent(name)}`)).body['items'] as unknown as { name: string }[]
      ).map((it) => it.name);
    expect(await found('门岗')).toEqual(['新门岗']);
    expect(await found('旧点499')).toEqual(['旧点499']);
    expect(await found('%')).toEqual([]);
    expect((await lin.get('/scan-points?name=%00')).status).toBe(400);
  });
});
