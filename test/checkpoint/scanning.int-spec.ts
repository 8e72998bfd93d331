import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId } from '../../src/platform/kernel/ids.js';
import { SqlPool } from '../../src/platform/persistence/sql-pool.js';
import { World } from '../world.js';
import { DONGJIEKOU, Phone, PROVINCE_BORDER, rows, Scanner, ZHONGHUA } from './at-the-checkpoint.js';

const DAY = 86_400_000;
const SEEN = 'SELECT count(*)::int AS count FROM checkpoint.scan WHERE id = $1';
const TOLD = `SELECT count(*)::int AS count FROM platform.outbox WHERE aggregate_id = $1 AND type = 'checkpoint.scan-recorded.v1'`;

describe('scanning', () => {
  let world: World;
  let phone: Phone;
  let dongjie: Scanner;
  let siming: Scanner;

  beforeAll(async () => {
    world = await World.start({ demo: true });
    phone = await Phone.of(world, '13800000001');
    dongjie = await Scanner.at(world, '13900000004', DONGJIEKOU);
    siming = await Scanner.at(world, '13900000005', ZHONGHUA);
  });
  afterAll(() => world?.stop());

  it('answers a retry as it answered at first, and records one scan and one fact', async () => {
    const [shown, id] = [await phone.presentation(), newId()];
    const first = await dongjie.scan(shown, id);
    expect(first).toMatchObject({
      status: 200,
      body: { scanId: id, outcome: 'read', maskedName: '陈*明', colour: 'green' },
    });
    expect((await dongjie.scan(shown, id)).body).toEqual(first.body);
    expect(await rows(world, SEEN, [id])).toEqual([{ count: 1 }]);
    expect(await rows(world, TOLD, [id])).toEqual([{ count: 1 }]);
  });

  it('records one scan of many retries that arrive at once', async () => {
    const [shown, id] = [await phone.presentation(), newId()];
    const answers = await Promise.all(Array.from({ length: 12 }, () => dongjie.scan(shown, id)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200));
    expect(await rows(world, SEEN, [id])).toEqual([{ count: 1 }]);
    expect(await rows(world, TOLD, [id])).toEqual([{ count: 1 }]);
  });

  it("does not give away a scan under somebody else's id", async () => {
    const id = newId();
    await dongjie.scan(await phone.presentation(), id);
    expect(await siming.scan(await phone.presentation(), id)).toMatchObject({
      status: 409,
      body: { code: 'SCAN.ID_TAKEN' },
    });
  });

  it('flags who comes from a more severe area, and nobody at the severe place itself', async () => {
    const there = await siming.scan(await phone.presentation());
    expect(there.body['flowAdvice']).toEqual({ kind: 'none' });
    const here = await dongjie.scan(await phone.presentation());
    expect(here.body['flowAdvice']).toMatchObject({ kind: 'warning', level: { zh: '中风险（一般）' } });
  });

  it('records what it refuses, without a resident', async () => {
    const id = newId();
    expect(await dongjie.scan({ presentation: 'BM1:NONSENSE' }, id)).toMatchObject({
      status: 200,
      body: { scanId: id, outcome: 'refused' },
    });
    expect(await rows(world, 'SELECT count(*)::int AS count FROM checkpoint.refused_scan WHERE id = $1', [id])).toEqual(
      [{ count: 1 }],
    );
    expect(await rows(world, SEEN, [id])).toEqual([{ count: 0 }]);
  });

  it('does not refuse afterwards what it had read: a late retry finds the scan', async () => {
    const [shown, id] = [await phone.presentation(), newId()];
    const first = await dongjie.scan(shown, id);
    world.clock.moveTo(new Date(Date.now() + 5 * 60_000));
    const retry = await dongjie.scan(shown, id);
    world.clock.moveTo(new Date());
    expect(retry.body).toEqual(first.body);
  });

  it('asks the database three times for a presentation: code, past, record', async () => {
    const shown = await phone.presentation();
    await dongjie.scan(await phone.presentation());
    const asked = jest.spyOn(world.app.get(SqlPool), 'query');
    await dongjie.scan(shown);
    expect(asked.mock.calls.map(([{ name }]) => name)).toEqual(['codes-by-credential', 'past-scans', 'record-scans']);
    asked.mockRestore();
  });

  it('keeps scans of the past week and no older ones', async () => {
    const shown = await phone.presentation();
    const id = newId(new Date(Date.now() - 6 * DAY));
    expect((await dongjie.scan(shown, id)).status).toBe(200);
    const tooOld = await dongjie.scan(await phone.presentation(), newId(new Date(Date.now() - 8 * DAY)));
    expect(tooOld).toMatchObject({ status: 422, body: { code: 'SCAN.ID_OUT_OF_TIME' } });
  });

  it('does not apply at the border of the province', async () => {
    await dongjie.open(PROVINCE_BORDER);
    expect((await dongjie.scan(await phone.presentation())).status).toBe(422);
    await dongjie.open(DONGJIEKOU);
  });

  it('needs the shift that is open', async () => {
    const closed = dongjie.shiftId;
    await dongjie.open(DONGJIEKOU);
    const open = dongjie.shiftId;
    dongjie.shiftId = closed;
    expect(await dongjie.scan(await phone.presentation())).toMatchObject({
      status: 422,
      body: { code: 'SHIFT.NOT_OPEN' },
    });
    dongjie.shiftId = open;
  });

  it('reads digits with lower assurance and tells a slip before anything else', async () => {
    const { digits } = await phone.digits();
    expect((await dongjie.scan({ digits })).body).toMatchObject({ outcome: 'read', assurance: 'digits' });
    const slip = digits.slice(0, -1) + String((Number(digits.at(-1)) + 1) % 10);
    expect((await dongjie.scan({ digits: slip })).body).toMatchObject({ code: 'DIGITS.TYPO' });
  });
});
