import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ScanReplay } from '../../src/checkpoint/application/records/scan-replay.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { type Browser, World } from '../world.js';
import { DONGJIEKOU, Phone, rows, Scanner } from './at-the-checkpoint.js';

const LIN = '01900000-0000-7000-8000-00000000b004';

describe('what becomes of a scan', () => {
  let world: World;
  let phone: Phone;
  let scanner: Scanner;
  let own: Browser;
  let other: Browser;

  beforeAll(async () => {
    world = await World.start({ demo: true });
    phone = await Phone.of(world, '13800000001');
    scanner = await Scanner.at(world, '13900000004', DONGJIEKOU);
    own = await world.signedIn('13900000002');
    other = await world.signedIn('13900000003');
  });
  afterAll(() => world?.stop());

  async function aScan(): Promise<string> {
    const { status, body } = await scanner.scan(await phone.presentation());
    expect(status).toBe(200);
    return String(body['scanId']);
  }

  it('is seen by its own unit only: for another one it does not exist', async () => {
    const id = await aScan();
    expect((await own.get(`/scan-records/${id}`)).body).toMatchObject({
      scanId: id,
      maskedName: '陈*明',
      scannerName: '林晓燕',
    });
    expect((await other.get(`/scan-records/${id}`)).status).toBe(404);
    expect((await other.get('/scan-records')).body).toEqual({ items: [] });
  });

  it('leaves a line in the access log for the list and one with the person for the detail', async () => {
    const id = await aScan();
    const before = await rows(world, 'SELECT coalesce(max(id), 0) AS last FROM platform.access_log');
    await own.get('/scan-records');
    await own.get(`/scan-records/${id}`);
    const log = await rows(
      world,
      'SELECT resident_id IS NOT NULL AS person FROM platform.access_log WHERE id > $1 ORDER BY id',
      [before[0]!['last']],
    );
    expect(log).toEqual([{ person: false }, { person: true }]);
  });

  it('is found page by page, each record once', async () => {
    for (let number = 0; number < 5; number++) await aScan();
    const [seen, all] = [[] as unknown[], await rows(world, 'SELECT id FROM checkpoint.scan ORDER BY id DESC')];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const { body } = await own.get(`/scan-records?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...(body['items'] as unknown as { scanId: string }[]).map(({ scanId }) => scanId));
      cursor = body['next'] as string | undefined;
    }
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  it.each([
    ['365', { result: 'normal', value: 365 }],
    ['a fever called normal', { result: 'normal', value: 37.3 }],
    ['a normal value called abnormal', { result: 'abnormal', value: 37.2 }],
    ['an abnormal one without its value', { result: 'abnormal' }],
    ['one not measured without saying why', { result: 'not-measured' }],
  ])('takes no temperature that cannot be: %s', async (_, temperature) => {
    const { status, body } = await scanner.feedback(await aScan(), temperature);
    expect([400, 422]).toContain(status);
    expect(body['code']).toMatch(/^(FEEDBACK\.TEMPERATURE|FEEDBACK\.NOT_MEASURED|REQUEST\.MALFORMED)/);
  });

  it('wants words for "other"', async () => {
    expect(await scanner.feedback(await aScan(), { result: 'normal' }, { reason: 'other' })).toMatchObject({
      status: 422,
      body: { code: 'FEEDBACK.REASON_TEXT' },
    });
  });

  it('may be corrected for half an hour, by its scanner; it stays one passage', async () => {
    const id = await aScan();
    expect((await scanner.feedback(id, { result: 'normal', value: 36.5 })).status).toBe(204);
    expect((await scanner.feedback(id, { result: 'abnormal', value: 37.3 })).status).toBe(204);
    expect((await own.get(`/scan-records/${id}`)).body).toMatchObject({
      temperatureResult: 'abnormal',
      temperature: 37.3,
    });
    const passages = await rows(
      world,
      `SELECT DISTINCT aggregate_id FROM platform.outbox WHERE type = 'checkpoint.passage-recorded.v1' AND aggregate_id = $1`,
      [id],
    );
    expect(passages).toHaveLength(1);
    world.clock.moveTo(new Date(Date.now() + 31 * 60_000));
    expect(await scanner.feedback(id, { result: 'normal', value: 36.6 })).toMatchObject({
      status: 422,
      body: { code: 'FEEDBACK.CLOSED' },
    });
    world.clock.moveTo(new Date());
  });

  it('makes a new version of the passage with every correction, also when it is replayed', async () => {
    const id = await aScan();
    for (const value of [36.5, 36.6, 36.6, 36.7, 36.8])
      expect((await scanner.feedback(id, { result: 'normal', value })).status).toBe(204);
    const versions = await rows(
      world,
      `SELECT aggregate_version AS version FROM platform.outbox WHERE aggregate_id = $1 ORDER BY aggregate_version`,
      [id],
    );
    expect(versions.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
    const replayed: number[] = [];
    await world.app.get(Transactions).snapshot(async (seen) => {
      for await (const events of world.app.get(ScanReplay).replay(seen, new Date(0)))
        replayed.push(
          ...events.filter(({ aggregateId }) => aggregateId === id).map(({ aggregateVersion }) => aggregateVersion),
        );
    });
    expect(replayed).toEqual([1, 5]);
  });

  it('makes a version of its own of each of several corrections of the same moment', async () => {
    const id = await aScan();
    const values = [36.1, 36.2, 36.3, 36.4, 36.5, 36.6];
    await Promise.all(values.map((value) => scanner.feedback(id, { result: 'normal', value })));
    const told = await rows(world, 'SELECT aggregate_version AS version FROM platform.outbox WHERE aggregate_id = $1', [
      id,
    ]);
    expect(told.map(({ version }) => Number(version)).sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('may be corrected in its words alone', async () => {
    const id = await aScan();
    await scanner.feedback(id, { result: 'normal' }, { reason: 'other', reasonText: 'first' });
    await scanner.feedback(id, { result: 'normal' }, { reason: 'other', reasonText: 'second' });
    expect((await own.get(`/scan-records/${id}`)).body['reasonText']).toBe('second');
  });

  it('counts a corrected temperature as what it was corrected to', async () => {
    await world.settle();
    const before = (await own.get('/unit-day')).body['abnormalTemperature'] as unknown as number;
    const id = await aScan();
    await scanner.feedback(id, { result: 'normal', value: 36.5 });
    await scanner.feedback(id, { result: 'abnormal', value: 38.1 });
    await world.settle();
    expect((await own.get('/unit-day')).body['abnormalTemperature']).toBe(before + 1);
  });

  it("is not another scanner's to complete", async () => {
    const id = await aScan();
    const stranger = new Scanner(world, await world.signedIn('13900000005'));
    expect((await stranger.feedback(id, { result: 'normal' })).status).toBe(404);
  });

  it('does not happen any more once the sub-account is disabled', async () => {
    await aScan();
    expect((await own.post(`/sub-accounts/${LIN}/disabling`)).status).toBe(204);
    const { status } = await scanner.scan(await phone.presentation());
    expect([401, 403]).toContain(status);
  });
});
