import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isUsable, SCAN_POINT_STATES, type ScanPointState } from '../../src/checkpoint/domain/scan-point.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { type Browser, World } from '../world.js';
import { DONGJIEKOU, Phone, Scanner, ZHONGHUA } from './at-the-checkpoint.js';

const LABEL = { name: '南门', kind: 'community', address: '八一七路1号' };
const NOT_FOUND = { status: 404, body: { code: 'SCAN_POINT.NOT_FOUND' } };

describe('scan points that a unit keeps', () => {
  let world: World;
  let lin: Browser;
  let chen: Browser;
  let huang: Browser;

  beforeAll(async () => {
    world = await World.start({ demo: true });
    lin = await world.signedIn('13900000004');
    chen = await world.signedIn('13900000002');
    huang = await world.signedIn('13900000003');
  });
  afterAll(() => world?.stop());

  let gates = 0;
  async function proposed(name = `${LABEL.name}${++gates}`): Promise<string> {
    const id = newId();
    const { status } = await lin.post('/scan-points', { ...LABEL, id, name, areaKey: '350102' });
    expect(status).toBe(201);
    return id;
  }
  const listed = async (browser: Browser, query: string) =>
    (await browser.get(`/scan-points?limit=100&${query}`)).body['items'] as unknown as {
      id: string;
      state: ScanPointState;
    }[];

  it('are usable at once when a scanner proposes them, and unconfirmed until the administrator has looked', async () => {
    const id = await proposed(LABEL.name);
    expect((await lin.post('/shifts', { id: newId(), scanPointId: id })).status).toBe(201);
    expect((await chen.get(`/scan-points/${id}`)).body).toMatchObject({ ...LABEL, state: 'unconfirmed', version: 1 });
    const confirmed = await chen.post(`/scan-points/${id}/confirmation`, { version: 1 });
    expect(confirmed).toMatchObject({ status: 200, body: { state: 'confirmed', version: 2 } });
    expect((await chen.post(`/scan-points/${id}/confirmation`, { version: 1 })).body).toEqual(confirmed.body);
  });

  it.each(['350100', '999999'])('lie in a county or below it, not in %s', async (areaKey) => {
    const answer = await lin.post('/scan-points', { ...LABEL, id: newId(), areaKey });
    expect(answer).toMatchObject({ status: 422, body: { code: 'SCAN_POINT.UNKNOWN_AREA' } });
  });

  it('are corrected by who saw them as they are', async () => {
    const id = await proposed();
    const better = { name: '南大门', kind: 'office', address: '八一七路3号' };
    expect(await chen.put(`/scan-points/${id}`, { ...better, version: 1 })).toMatchObject({
      status: 200,
      body: { ...better, state: 'confirmed', version: 2 },
    });
    expect(await chen.put(`/scan-points/${id}`, { ...better, name: '北门', version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'SCAN_POINT.STALE' },
    });
    const both = await Promise.all(
      ['东门', '西门'].map((name) => chen.put(`/scan-points/${id}`, { ...better, name, version: 2 })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('that are closed are chosen no more, end the shift there, and stay in the list of what there was', async () => {
    const id = await proposed();
    const scanner = new Scanner(world, lin);
    await scanner.open(id);
    const phone = await Phone.of(world, '13800000001');
    expect((await scanner.scan(await phone.presentation())).status).toBe(200);
    expect(await chen.post(`/scan-points/${id}/closing`, { version: 1 })).toMatchObject({ body: { state: 'closed' } });
    expect((await listed(lin, '')).map((point) => point.id)).not.toContain(id);
    expect((await listed(chen, 'state=closed')).map((point) => point.id)).toContain(id);
    expect(await lin.post('/shifts', { id: newId(), scanPointId: id })).toMatchObject(NOT_FOUND);
    expect((await lin.get('/shift')).status).toBe(404);
    const shown = await phone.presentation();
    expect(await scanner.scan(shown)).toMatchObject({ status: 422, body: { code: 'SHIFT.NOT_OPEN' } });
    expect(await chen.post(`/scan-points/${id}/confirmation`, { version: 2 })).toMatchObject({
      status: 422,
      body: { code: 'SCAN_POINT.CLOSED' },
    });
  });

  it('are listed with what is to be done first, page by page', async () => {
    const [closing] = [await proposed('旧门'), await proposed('新门')];
    await chen.post(`/scan-points/${closing}/closing`, { version: 1 });
    const all = await listed(chen, 'state=all');
    const order = ['unconfirmed', 'confirmed', 'closed'];
    expect(all.map(({ state }) => state)).toEqual(
      all.map(({ state }) => state).sort((a, b) => order.indexOf(a) - order.indexOf(b)),
    );
    expect(new Set(all.map(({ state }) => state)).size).toBe(3);
    const seen: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page = (await chen.get(`/scan-points?state=all&limit=2${cursor && `&cursor=${cursor}`}`))
        .body as unknown as {
        items: { id: string }[];
        next?: string;
      };
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect(seen).toEqual(all.map(({ id }) => id));
    expect((await listed(chen, 'state=unconfirmed')).every(({ state }) => state === 'unconfirmed')).toBe(true);
  });

  it('are found by the state that they show, whatever made it so', async () => {
    const [never, once] = [await proposed('未曾确认'), await proposed('曾经确认')];
    expect((await chen.post(`/scan-points/${once}/confirmation`, { version: 1 })).status).toBe(200);
    await chen.post(`/scan-points/${never}/closing`, { version: 1 });
    await chen.post(`/scan-points/${once}/closing`, { version: 2 });
    const idsOf = (points: readonly { id: string }[]) => points.map(({ id }) => id).sort();
    const all = await listed(chen, 'state=all');
    for (const wanted of SCAN_POINT_STATES)
      expect(idsOf(await listed(chen, `state=${wanted}`))).toEqual(idsOf(all.filter(({ state }) => state === wanted)));
    const usable = all.filter(({ state }) => isUsable(state));
    expect(idsOf(await listed(chen, 'state=usable'))).toEqual(idsOf(usable));
    expect(idsOf(all.filter(({ state }) => state === 'closed'))).toEqual(expect.arrayContaining([never, once].sort()));
  });

  it('have a name once in an area: who proposes it again goes on at the same point, who calls another one so is refused', async () => {
    const id = await proposed('Ｂ口');
    const wish = { ...LABEL, name: 'b 口', areaKey: '350102' };
    expect(await lin.post('/scan-points', { ...wish, id: newId() })).toMatchObject({ status: 201, body: { id } });
    const taken = { status: 409, body: { code: 'SCAN_POINT.NAME_TAKEN' } };
    expect(await chen.post('/scan-points', { ...wish, id: newId() })).toMatchObject(taken);
    const other = await proposed('C口');
    expect(await chen.put(`/scan-points/${other}`, { ...LABEL, name: 'B口', version: 1 })).toMatchObject(taken);
    expect((await chen.put(`/scan-points/${id}`, { ...LABEL, name: 'B口', version: 1 })).status).toBe(200);
    await chen.post(`/scan-points/${id}/closing`, { version: 2 });
    expect((await chen.put(`/scan-points/${other}`, { ...LABEL, name: 'B口', version: 1 })).status).toBe(200);
    const ids = (
      await Promise.all([1, 2, 3].map(() => lin.post('/scan-points', { ...wish, name: 'D口', id: newId() })))
    ).map(({ body }) => body['id']);
    expect(new Set(ids).size).toBe(1);
  });

  it('are another unit’s for nobody else, and the administrator’s to decide on', async () => {
    const id = await proposed();
    expect(await huang.get(`/scan-points/${id}`)).toMatchObject(NOT_FOUND);
    expect(await huang.post(`/scan-points/${id}/confirmation`, { version: 1 })).toMatchObject(NOT_FOUND);
    expect(await huang.put(`/scan-points/${id}`, { ...LABEL, version: 1 })).toMatchObject(NOT_FOUND);
    expect(await huang.post(`/scan-points/${id}/closing`, { version: 1 })).toMatchObject(NOT_FOUND);
    expect((await lin.post(`/scan-points/${id}/confirmation`, { version: 1 })).status).toBe(403);
    expect((await listed(huang, 'state=all')).map((point) => point.id)).toEqual([ZHONGHUA]);
    expect((await chen.get(`/scan-points/${DONGJIEKOU}`)).body).toMatchObject({ state: 'confirmed' });
  });
});
