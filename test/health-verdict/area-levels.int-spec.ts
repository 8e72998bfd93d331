import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AreaLevels } from '../../src/health-verdict/contracts/area-levels.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { World } from '../world.js';
import { rowsOf } from './residents.js';

describe('The levels of areas', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 120_000);
  afterAll(() => world?.stop());

  it('give a zone the level of the city around it', async () => {
    const id = newId();
    await rowsOf(
      world,
      `INSERT INTO health_verdict.level_assignment (id, area_key, scale, level, from_at) VALUES ('${id}', '350900', '2020-02-24', 'high', '2020-02-01') RETURNING 1`,
    );
    world.app.get(AreaLevels).forget();
    const history = await world.app.get(AreaLevels).history();
    expect(history.highest('350902500', new Date('2020-02-02'), new Date('2020-02-03'))).toMatchObject({ rank: 4 });
  });
});
