import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { digitsAt } from '../src/health-verdict/token/digits.js';
import { localDate } from '../src/platform/kernel/shanghai.js';
import { newId } from '../src/platform/kernel/ids.js';
import { ProjectionRebuild } from '../src/platform/messaging/projection-rebuild.js';
import { ProjectionRunner } from '../src/platform/messaging/projection-runner.js';
import { type Browser, World } from './world.js';

const POINT = '01900000-0000-7000-8000-00000000e001';

describe('Every projection', () => {
  let world: World;
  let scanner: Browser;
  let client: pg.Client;
  let shiftId: string;
  const contents = async () => {
    const sheets: Record<string, unknown[]> = {};
    for (const table of world.app
      .get(ProjectionRunner)
      .projections()
      .flatMap(({ tables }) => tables)) {
      const { rows } = await client.query<{ line: unknown }>(
        `SELECT to_jsonb(t) AS line FROM ${table} t ORDER BY to_jsonb(t)::text`,
      );
      sheets[table] = rows.map(({ line }) => line);
    }
    return sheets;
  };
  const rebuildAll = async () => {
    for (const { name } of world.app.get(ProjectionRunner).projections())
      await world.app.get(ProjectionRebuild).rebuild(name);
    await world.settle();
  };

  /** Of whoever comes next, two minutes after the one before: within one the same digits would be the same passage. */
  async function digitsOf(login: string): Promise<string> {
    world.clock.moveTo(new Date(world.clock.now().getTime() + 120_000));
    const resident = await world.signedIn(login, 'personal');
    const { serial, days } = (await resident.get('/code/digits')).body as unknown as {
      serial: string;
      days: { date: string; secret: string }[];
    };
    const today = days.find(({ date }) => date === localDate(world.clock.now()))!;
    return digitsAt(serial, Buffer.from(today.secret, 'base64url'), world.clock.now());
  }

  async function scan(digits: string): Promise<void> {
    const id = newId(world.clock.now());
    const { status } = await scanner.post('/scans', {
      id,
      shiftId,
      shown: { digits },
      scannedAt: world.clock.now().toISOString(),
    });
    expect(status).toBe(200);
    const feedback = { reason: 'work', temperature: { result: 'abnormal', value: 38.4 }, outcome: 'held' };
    const given = await scanner.put(`/scans/${id}/feedback`, feedback);
    expect([204, 404, 422]).toContain(given.status); // What was refused takes no feedback.
  }

  beforeAll(async () => {
    world = await World.start({ demo: true });
    client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    scanner = await world.signedIn('13900000004');
    shiftId = newId(world.clock.now());
    expect((await scanner.post('/shifts', { id: shiftId, scanPointId: POINT })).status).toBe(201);
    for (const login of ['13800000001', '13800000002', '13800000001']) await scan(await digitsOf(login));
    await scan('1234567890123452'); // Nobody's.
    await world.settle();
  });
  afterAll(async () => {
    await client?.end();
    await world?.stop();
  });

  it('rebuilt from zero holds what the live one holds', async () => {
    const live = await contents();
    expect(Object.values(live).flat()).not.toEqual([]);
    await rebuildAll();
    expect(await contents()).toEqual(live);
  });

  it('goes on counting after it was rebuilt', async () => {
    await rebuildAll();
    const before = await contents();
    await scan(await digitsOf('13800000001'));
    await world.settle();
    const live = await contents();
    expect(live).not.toEqual(before);
    await rebuildAll();
    expect(await contents()).toEqual(live);
  });
});
