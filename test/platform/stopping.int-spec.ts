import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Agent, request } from 'node:http';
import pg from 'pg';
import { stop } from '../../src/platform/health/stop-on-signals.js';
import { dropDatabase } from '../databases.js';
import { startedDatabase } from '../first-start.js';
import { LineToTheDatabase } from './line-to-the-database.js';
import { PlatformWorld } from './platform-world.js';
import { RunningProcess } from './running-process.js';

let end = () => {};

@Injectable()
class NeverEnds implements BeforeApplicationShutdown {
  beforeApplicationShutdown(): Promise<void> {
    return new Promise((resolve) => (end = resolve));
  }
}

/** An orchestrator says SIGTERM and kills after half a minute. What waits for the database ends after 25 s only: a busy machine stays far below. */
const SOON = 10;

describe('A process that is told to stop', () => {
  let databaseUrl: string;
  let line: LineToTheDatabase;
  const running: RunningProcess[] = [];

  beforeAll(async () => {
    databaseUrl = await startedDatabase();
    line = await LineToTheDatabase.to(databaseUrl);
  });
  afterEach(async () => {
    line.letGo();
    for (const one of running.splice(0)) await one.kill();
  });
  afterAll(async () => {
    await RunningProcess.forget();
    await line.close();
    await dropDatabase(databaseUrl);
  });

  it.each(['main', 'all-in-one'] as const)(
    'finishes the request under way on a kept connection and ends with it (%s)',
    async (program) => {
      const one = await RunningProcess.start(program, databaseUrl);
      running.push(one);
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const { port } = one;
      const signIn = JSON.stringify({ door: 'organization', login: '13900000009', password: 'nobody has this one' });
      const get = () =>
        new Promise<{ status: number; connection: string | undefined }>((resolve, reject) => {
          const headers = { 'x-requested-with': 'bamin', 'content-type': 'application/json' };
          const asked = request({ agent, port, method: 'POST', path: '/api/sessions', headers }, (answer) => {
            answer
              .resume()
              .on('end', () => resolve({ status: answer.statusCode!, connection: answer.headers.connection }));
          });
          asked.on('error', reject).end(signIn);
        });
      expect(await get()).toMatchObject({ status: 401, connection: 'keep-alive' });
      const holder = new pg.Client({ connectionString: databaseUrl });
      await holder.connect();
      await holder.query('BEGIN; LOCK TABLE identity.sign_in_failure');
      const underWay = get();
      await new Promise((resolve) => setTimeout(resolve, 300));
      const ended = one.end();
      await new Promise((resolve) => setTimeout(resolve, 500));
      await holder.query('ROLLBACK');
      await holder.end();
      expect(await underWay).toEqual({ status: 401, connection: 'close' });
      const { seconds, code } = await ended;
      expect(code).toBe(0);
      expect(seconds).toBeLessThan(SOON);
      agent.destroy();
    },
  );

  it('does not wait for a database that is away: API, worker and all in one end soon', async () => {
    const starts = (['main', 'worker', 'all-in-one'] as const).map(async (program) =>
      running.push(await RunningProcess.start(program, line.url)),
    );
    expect((await Promise.allSettled(starts)).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
    line.hold();
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (const one of running) {
      const { seconds, code } = await one.end();
      expect(seconds).toBeLessThan(SOON);
      expect(code).toBe(0);
      expect(one.output).toMatch(/database is away|database does not answer/);
    }
  });

  it.each(['main', 'all-in-one'] as const)(
    'tells who waits for a database that hangs to come again, before it ends (%s)',
    async (program) => {
      const one = await RunningProcess.start(program, line.url);
      running.push(one);
      line.hold();
      const underWay = fetch(`http://127.0.0.1:${one.port}/api/session`, {
        headers: { cookie: 'bamin_session=whoever' },
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      const ended = one.end();
      const { status, headers } = await underWay;
      expect([status, headers.get('connection'), headers.get('retry-after')]).toEqual([503, 'close', '5']);
      expect((await ended).seconds).toBeLessThan(SOON);
    },
  );

  it('gives up at its deadline what does not end', async () => {
    const world = await PlatformWorld.start({ providers: [NeverEnds] });
    const began = performance.now();
    const code = await new Promise((resolve) => void stop(world.app, 'SIGTERM', 1000, resolve));
    expect(code).toBe(1);
    expect(performance.now() - began).toBeLessThan(SOON * 1000);
    expect((await world.app.inject('/health/ready')).statusCode).toBe(503);
    end();
    await world.stop();
  });
});
