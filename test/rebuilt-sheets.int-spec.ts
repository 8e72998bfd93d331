import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ProjectionRebuild } from '../src/platform/messaging/projection-rebuild.js';
import { ProjectionRunner } from '../src/platform/messaging/projection-runner.js';
import { digitsOf, DONGJIEKOU, Scanner } from './checkpoint/at-the-checkpoint.js';
import { World } from './world.js';

describe('Every projection', () => {
  let world: World;
  let scanner: Scanner;
  let client: pg.Client;
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
  async function digitsNow(login: string): Promise<{ digits: string }> {
    world.clock.moveTo(new Date(world.clock.now().getTime() + 120_000));
    return digitsOf(world, await world.signedIn(login, 'personal'));
  }

  async function scan(shown: { digits: string }): Promise<void> {
    const { status, body } = await scanner.scan(shown);
    expect(status).toBe(200);
    const fever = { result: 'abnormal', value: 38.4 };
    const given = await scanner.feedback(body['scanId'], fever, { reason: 'work', outcome: 'held' });
    expect([204, 404, 422]).toContain(given.status); // What was refused takes no feedback.
  }

  beforeAll(async () => {
    world = await World.start({ demo: true });
    client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    scanner = await Scanner.at(world, '13900000004', DONGJIEKOU);
    for (const login of ['13800000001', '13800000002', '13800000001']) await scan(await digitsNow(login));
    await scan({ digits: '1234567890123452' }); // Nobody's.
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
    await scan(await digitsNow('13800000001'));
    await world.settle();
    const live = await contents();
    expect(live).not.toEqual(before);
    await rebuildAll();
    expect(await contents()).toEqual(live);
  });
});
