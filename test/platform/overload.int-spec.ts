import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Allow, Public } from '../../src/platform/authorization/policy.js';
import { SessionLookup } from '../../src/platform/authorization/principal.js';
import { LIMITS } from '../../src/platform/http/waiting-line.js';
import { PlatformWorld } from './platform-world.js';
import { DoorAbilities } from './sample-controllers.js';

let started = 0;
let worked = 0;
let gate = Promise.resolve();
let open = () => {};
const shut = () => void (gate = new Promise((resolve) => (open = resolve)));

@Controller('gate')
class GateController {
  @Get()
  @Public()
  async pass() {
    started++;
    await gate;
    return {};
  }

  @Get('mine')
  @Allow('propose', 'ScanPoint')
  mine() {
    started++;
    return {};
  }

  /** As a scan: the database answers, then there are two milliseconds of work. */
  @Get('scan')
  @Public()
  async scan() {
    started++;
    await gate;
    for (const until = performance.now() + 2; performance.now() < until;);
    worked++;
    return {};
  }

  /** Keeps the processor to itself. */
  @Get('greedy')
  @Public()
  greedy() {
    for (const until = performance.now() + 2500; performance.now() < until;);
    return {};
  }
}

interface Answer {
  readonly status: number;
  readonly wait: string | undefined;
  readonly code: string | undefined;
}

/** What happens at five times the load that a process can carry. */
describe('A process that is asked too much', () => {
  let world: PlatformWorld;
  let port: number;
  const portOf = ({ app }: PlatformWorld) => (app.getHttpServer().address() as AddressInfo).port;

  beforeAll(async () => {
    world = await PlatformWorld.start({
      providers: [DoorAbilities],
      controllers: [GateController],
      principals: { scanner: {} },
      limits: { deadlineMs: 1500 },
    });
    await world.app.listen(0, '127.0.0.1');
    port = portOf(world);
  });
  afterAll(() => world.stop());
  beforeEach(() => {
    started = 0;
    worked = 0;
    open();
    gate = Promise.resolve();
  });

  function get(path: string, { gone, at = port }: { gone?: Promise<unknown>; at?: number } = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request(
        { port: at, path, agent: false, headers: { cookie: 'bamin_session=scanner' } },
        (answer) => {
          let body = '';
          answer.on('data', (part) => (body += part));
          answer.on('end', () =>
            resolve({
              status: answer.statusCode!,
              wait: answer.headers['retry-after'],
              code: (JSON.parse(body) as { code?: string }).code,
            }),
          );
        },
      );
      asked.on('error', reject).end();
      void gone?.then(() => asked.destroy());
    });
  }
  const until = async (true_: () => boolean) => {
    while (!true_()) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('keeps as many in its line as it can serve soon, refuses the others at once and serves those who waited', async () => {
    shut();
    const inLine = Array.from({ length: LIMITS.waiting }, () => get('/api/gate'));
    await until(() => started === LIMITS.waiting);
    const late = await Promise.all(Array.from({ length: 100 }, () => get('/api/gate')));
    expect(new Set(late.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ status: 503, wait: '2', code: 'REQUEST.OVERLOADED' })]),
    );
    expect(started).toBe(LIMITS.waiting);
    expect((await get('/health/live')).status).toBe(200);
    open();
    expect(new Set((await Promise.all(inLine)).map(({ status }) => status))).toEqual(new Set([200]));
    expect((await get('/api/gate')).status).toBe(200);
  }, 20_000);

  it('is asked about its health in between: less than half a second of work can lie before the answer', async () => {
    shut();
    const inLine = Array.from({ length: LIMITS.waiting }, () => get('/api/gate/scan'));
    await until(() => started === LIMITS.waiting);
    const health = get('/health/ready').then(({ status }) => [status, worked]);
    open(); // The database answers all of them at once.
    expect((await health)[0]).toBe(200);
    expect((await health)[1]).toBeLessThanOrEqual(250);
    await Promise.all(inLine);
    expect(worked).toBe(LIMITS.waiting);
  }, 20_000);

  it('refuses in the words and with the headers of every other answer', async () => {
    shut();
    const inLine = Array.from({ length: LIMITS.waiting }, () => get('/api/gate'));
    await until(() => started === LIMITS.waiting);
    const refused = await fetch(`http://127.0.0.1:${port}/api/gate`, { headers: { 'accept-language': 'en' } });
    const problem = (await refused.json()) as object;
    expect(problem).toMatchObject({
      title: 'Too many people at once, try again in a moment',
      status: 503,
      correlationId: refused.headers.get('x-request-id'),
    });
    open();
    await Promise.all(inLine);
    const usual = await fetch(`http://127.0.0.1:${port}/api/nowhere`);
    for (const name of usual.headers.keys())
      if (!['content-length', 'date', 'vary'].includes(name))
        expect([name, refused.headers.has(name)]).toEqual([name, true]);
    expect(refused.headers.get('content-type')).toBe(usual.headers.get('content-type'));
  }, 20_000);

  it('refuses, too, while it comes to nothing in time', async () => {
    const slow = await world.another({ controllers: [GateController], limits: { lateMs: 200 } });
    await slow.app.listen(0, '127.0.0.1');
    const at = portOf(slow);
    const greedy = get('/api/gate/greedy', { at });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const behind = await Promise.all([get('/api/gate', { at }), get('/api/gate', { at })]);
    expect(behind.map(({ code }) => code)).toEqual(['REQUEST.OVERLOADED', 'REQUEST.OVERLOADED']);
    expect((await greedy).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect((await get('/api/gate', { at })).status).toBe(200);
    await slow.app.close();
  });

  it('answers what takes too long, and has room again for others', async () => {
    shut();
    const began = performance.now();
    expect(await get('/api/gate')).toEqual({ status: 503, wait: '5', code: 'REQUEST.TOOK_TOO_LONG' });
    expect(performance.now() - began).toBeLessThan(10_000);
    open();
    expect((await get('/api/gate')).status).toBe(200);
  });

  it('does nothing for somebody who has gone before it was their turn', async () => {
    const sessions = world.get(SessionLookup);
    const lookUp = sessions.byToken.bind(sessions);
    let asked = 0;
    shut();
    sessions.byToken = async (token) => (asked++, await gate, lookUp(token));
    const leaving = Promise.withResolvers<void>();
    const left = get('/api/gate/mine', { gone: leaving.promise }).catch(() => 'gone');
    const stays = get('/api/gate/mine');
    await until(() => asked === 2);
    leaving.resolve();
    expect(await left).toBe('gone');
    await new Promise((resolve) => setTimeout(resolve, 50));
    open();
    expect((await stays).status).toBe(200);
    expect(started).toBe(1);
    sessions.byToken = lookUp;
  });
});
