import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EntitySchema, MikroORM } from '@mikro-orm/postgresql';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { driftOf } from '../../src/platform/persistence/drift.js';
import { Migrator } from '../../src/platform/persistence/migrator.js';
import { dropDatabase, freshDatabase } from '../databases.js';

describe('Migrations', () => {
  let folder: string;
  let url: string;
  let client: pg.Client;
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  const migrator = () => new Migrator(url, folder);

  beforeAll(async () => {
    url = await freshDatabase(() => false);
    client = new pg.Client({ connectionString: url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await dropDatabase(url);
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bamin-spec-'));
    await client.query('DROP SCHEMA IF EXISTS sample CASCADE; DROP SCHEMA IF EXISTS platform CASCADE');
    await write('0001_sample.sql', 'CREATE SCHEMA sample; CREATE TABLE sample.door (id uuid PRIMARY KEY);');
  });

  it('are applied in order, once', async () => {
    await write('0002_sample_height.sql', 'ALTER TABLE sample.door ADD COLUMN height int NOT NULL;');
    expect(await migrator().pending()).toEqual(['0001_sample.sql', '0002_sample_height.sql']);
    expect(await migrator().migrate()).toEqual(['0001_sample.sql', '0002_sample_height.sql']);
    expect(await migrator().migrate()).toEqual([]);
    await expect(migrator().requireCurrent()).resolves.toBeUndefined();
  });

  it('are applied once when several processes start at the same moment', async () => {
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrator().migrate()));
    expect(applied.flat()).toEqual(['0001_sample.sql']);
  });

  it('may not change after they were applied', async () => {
    await migrator().migrate();
    await write('0001_sample.sql', 'CREATE SCHEMA sample;');
    await expect(migrator().migrate()).rejects.toThrow(
      'Migration 0001_sample.sql was changed after it had been applied.',
    );
  });

  it('leave nothing half done', async () => {
    await write('0002_wrong.sql', 'CREATE TABLE sample.window (id int); SELECT nonsense;');
    await expect(migrator().migrate()).rejects.toThrow('Migration 0002_wrong.sql failed');
    expect(
      (await client.query(`SELECT to_regclass('sample.window') AS it, to_regclass('sample.door') AS other`)).rows,
    ).toEqual([{ it: null, other: 'sample.door' }]);
    await expect(migrator().requireCurrent()).rejects.toThrow('The database lacks migration 0002_wrong.sql');
  });

  it('that do not fit the mapped aggregates are told apart from those that do', async () => {
    await write(
      '0002_sample_columns.sql',
      'ALTER TABLE sample.door ADD COLUMN height int, ADD COLUMN hung_at timestamptz NOT NULL, ADD COLUMN colour text NOT NULL;',
    );
    await migrator().migrate();
    class Door {}
    const mapped = (properties: object) =>
      new EntitySchema({ class: Door, schema: 'sample', tableName: 'door', properties: properties as never });
    const drift = async (properties: object) => {
      const orm = await MikroORM.init({ clientUrl: url, entities: [mapped(properties)], forceUndefined: true });
      const found = await driftOf(orm as never, client);
      await orm.close();
      return found;
    };
    const id = { type: 'uuid', primary: true };
    const hungAt = { type: 'timestamptz', fieldName: 'hung_at' };
    expect(await drift({ id, height: { type: 'integer', nullable: true }, hungAt, colour: { type: 'text' } })).toEqual(
      [],
    );
    expect(await drift({ id, height: { type: 'text' }, hungAt, weight: { type: 'integer' } })).toEqual([
      'sample.door.height is mapped as text and is integer.',
      'sample.door.height may be null, the mapping says never.',
      'sample.door.weight is mapped and does not exist.',
      'sample.door.colour must be filled and is not mapped.',
    ]);
  });
});
