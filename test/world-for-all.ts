import { afterAll, beforeAll } from '@jest/globals';
import { World, type WorldOptions } from './world.js';

/** One world for all specs around: started before the first of them, dropped after the last. */
export function worldForAll(options: WorldOptions = {}): () => World {
  let world: World | undefined;
  beforeAll(async () => {
    world = await World.start(options);
  }, 120_000);
  afterAll(() => world?.stop());
  return () => world!;
}
