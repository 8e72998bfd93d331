import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ModulesContainer } from '@nestjs/core';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { RoutePolicies } from '../src/platform/authorization/route-policies.js';
import { driftOf } from '../src/platform/persistence/drift.js';
import { World } from './world.js';

/** What holds for every context, also for those that do not exist yet. */
describe('The whole application', () => {
  let world: World;
  let client: pg.Client;

  beforeAll(async () => {
    world = await World.start({ pump: false });
    client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await world?.stop();
  });

  it('has no route without a policy', () => {
    const routes = world.app.get(RoutePolicies).all();
    expect(routes.length).toBeGreaterThan(2);
    expect(
      routes.filter(({ policy }) => policy === undefined).map(({ route, handler }) => `${route} (${handler})`),
    ).toEqual([]);
  });

  it('opens its doors before a password change only where that leads out of it', () => {
    const routes = world.app
      .get(RoutePolicies)
      .all()
      .filter(({ beforePasswordChange }) => beforePasswordChange);
    expect(routes.map(({ route }) => route).filter((route) => !/ \/(session|password-changes)/.test(route))).toEqual(
      [],
    );
  });

  it('reads large bodies only where somebody signed in hands in a file or a picture', () => {
    const routes = world.app
      .get(RoutePolicies)
      .all()
      .filter(({ takes }) => takes);
    expect(routes.map(({ route, takes, policy }) => [route, takes, policy])).toEqual([
      ['POST /proofing/face', 'picture', { action: 'prove', subject: 'Resident' }],
      ['POST /feeds/:feed/batches', 'file', { action: 'upload', subject: 'Feed' }],
    ]);
  });

  it('has no context whose exports everybody gets unasked', () => {
    const everywhere = [...world.app.get(ModulesContainer).values()].filter(({ isGlobal }) => isGlobal);
    const frameworks = ['InternalCoreModule', 'MikroOrmCoreModule', 'CqrsModule'];
    expect(everywhere.map(({ name }) => name).filter((name) => !frameworks.includes(name))).toEqual(['PlatformModule']);
  });

  it('has tables that fit the mapped aggregates', async () => {
    expect(await driftOf(world.app.get(MikroORM) as never, client)).toEqual([]);
  });

  it('has no foreign key from one context into another', async () => {
    const { rows } = await client.query(
      `SELECT conrelid::regclass::text AS "from", confrelid::regclass::text AS "to" FROM pg_constraint k
       JOIN pg_class a ON a.oid = k.conrelid JOIN pg_class b ON b.oid = k.confrelid
       WHERE k.contype = 'f' AND a.relnamespace <> b.relnamespace`,
    );
    expect(rows).toEqual([]);
  });

  it('puts every table into the schema of a context', async () => {
    const { rows } = await client.query(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('platform', 'identity', 'organization', 'checkpoint', 'health_verdict', 'reporting', 'bullmq',
         'pg_catalog', 'information_schema')`,
    );
    expect(rows).toEqual([]);
  });
});
