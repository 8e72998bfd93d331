import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { SqlPool } from '../../src/platform/persistence/sql-pool.js';
import { dropDatabase, freshDatabase } from '../databases.js';
import { PlatformWorld } from './platform-world.js';

describe('A world of the tests', () => {
  it('that cannot be closed says which connections it still held', async () => {
    const world = await PlatformWorld.start();
    let letGo = () => {};
    const held = world.get(SqlPool).withConnection(async (client) => {
      await client.query('SELECT 1 AS held');
      await new Promise<void>((resolve) => (letGo = resolve));
    });
    await expect(world.stop(500)).rejects.toThrow(
      /within 0\.5 s.*\n(.*\n)*bamin-hot-path, idle since .*: SELECT 1 AS held/,
    );
    letGo();
    await held;
  });

  it('whose database somebody holds does not wait for it for ever', async () => {
    const url = await freshDatabase();
    const holder = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
    holder.on('error', () => undefined);
    await holder.connect();
    // An open transaction holds up the outboxes of every database here: should this spec hang, the server ends it.
    await holder.query(
      `BEGIN; SET LOCAL idle_in_transaction_session_timeout = '3s'; COMMENT ON DATABASE ${new URL(url).pathname.slice(1)} IS 'held'`,
    );
    await expect(dropDatabase(url, 300)).rejects.toThrow('timeout');
    await holder.end();
    await dropDatabase(url);
  });
});
