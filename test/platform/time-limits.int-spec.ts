import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Param, Post } from '@nestjs/common';
import { sql } from 'kysely';
import { Public } from '../../src/platform/authorization/policy.js';
import { patiently } from '../../src/platform/persistence/connections.js';
import { Database } from '../../src/platform/persistence/database.js';
import { SqlPool } from '../../src/platform/persistence/sql-pool.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { LineToTheDatabase } from './line-to-the-database.js';
import { PlatformWorld } from './platform-world.js';

const QUICK = 'SELECT 1';
const LONG = 'SELECT pg_sleep(20)';
const BLOCKED = 'UPDATE sample.door SET height = height + 1';

@Controller('ask')
@Injectable()
class AskController {
  constructor(
    private readonly database: Database,
    private readonly pool: SqlPool,
    private readonly transactions: Transactions,
  ) {}

  @Get(':way/:what')
  @Public()
  async request(@Param('way') way: string, @Param('what') what: string) {
    const text = { quick: QUICK, long: LONG, blocked: BLOCKED, while: 'SELECT pg_sleep(1.5)' }[what]!;
    if (way === 'one-after-the-other') return this.oneAfterTheOther(text);
    if (way === 'reading') await sql.raw(text).execute(this.database.read());
    else if (way === 'hot-path') await this.pool.query({ text });
    else await this.transactions.run((tx) => sql.raw(text).execute(tx.db()));
    return {};
  }

  /** A session is looked for, then something is read, then written. */
  private async oneAfterTheOther(text: string) {
    for (const request of [() => this.pool.query({ text }), () => sql.raw(text).execute(this.database.read())])
      await request();
    await this.transactions.run(async (tx) => {
      await sql`INSERT INTO sample.visit DEFAULT VALUES`.execute(tx.db());
      for (let times = 0; times < 3; times++) await sql.raw(text).execute(tx.db());
    });
    return {};
  }

  /** Fails once the database is away, and goes on as if nothing had been. */
  @Post('whatever-comes')
  @Public()
  async whateverComes() {
    for (let times = 0; times < 5; times++) {
      for (const request of [
        () => this.pool.query({ text: QUICK }),
        () => sql.raw(QUICK).execute(this.database.read()),
      ])
        await request().catch(() => undefined);
    }
    await this.pool.query({ text: QUICK });
    return {};
  }
}

const WAYS = ['reading', 'writing', 'hot-path'] as const;

/** What a machine with other work may add to a limit. */
const BUSY_MACHINE_S = 1;

/** What PostgreSQL may take of a request's time. */
describe('A request', () => {
  let world: PlatformWorld;
  let process: PlatformWorld;
  let line: LineToTheDatabase;
  /** Slow ones, under way while the others are looked at. */
  let lateComer: ReturnType<typeof request>;
  let sweep: Promise<number>;

  beforeAll(async () => {
    const parts = { controllers: [AskController] };
    world = await PlatformWorld.start({
      ...parts,
      tables:
        'CREATE TABLE sample.door (height int); INSERT INTO sample.door VALUES (1); CREATE TABLE sample.visit (at timestamptz DEFAULT now())',
    });
    line = await LineToTheDatabase.to(world.databaseUrl);
    process = await world.another({ ...parts, environment: { DATABASE_URL: line.url } });
    const taken = Array.from({ length: 8 }, () => request('long', 'hot-path', world));
    lateComer = request('quick', 'hot-path', world);
    sweep = secondsOf(
      patiently(() => world.get(Transactions).run((tx) => sql.raw('SELECT pg_sleep(6)').execute(tx.db()))),
    );
    void Promise.all(taken);
  });
  afterAll(async () => {
    await process.app.close();
    await line.close();
    await world.stop();
  });

  const request = async (what: string, way: string, asked = process) => {
    const began = performance.now();
    const answer = await asked.app.inject(`/api/ask/${way}/${what}`);
    return {
      status: answer.statusCode,
      seconds: (performance.now() - began) / 1000,
      wait: answer.headers['retry-after'],
    };
  };
  const whateverComes = async () => {
    const began = performance.now();
    const answer = await process.app.inject({
      method: 'POST',
      url: '/api/ask/whatever-comes',
      payload: {},
      headers: { 'x-requested-with': 'bamin' },
    });
    return {
      status: answer.statusCode,
      seconds: (performance.now() - began) / 1000,
      wait: answer.headers['retry-after'],
    };
  };
  const secondsOf = async (work: Promise<unknown>) => {
    const began = performance.now();
    await work;
    return (performance.now() - began) / 1000;
  };
  const inEachWay = (what: string) => Promise.all(WAYS.map((way) => request(what, way)));
  const refusedWithin = async (seconds: number, answers: Promise<Awaited<ReturnType<typeof request>>[]>) => {
    for (const answer of await answers) {
      expect(answer).toMatchObject({ status: 503, wait: expect.any(String) });
      expect(answer.seconds).toBeLessThan(seconds + BUSY_MACHINE_S);
    }
  };
  const served = async () => expect((await inEachWay('quick')).map(({ status }) => status)).toEqual([200, 200, 200]);

  it('waits four seconds for a statement, and for a lock no longer', async () => {
    const holder = await world.admin.connect();
    await holder.query('BEGIN; LOCK TABLE sample.door');
    await Promise.all([refusedWithin(5, inEachWay('long')), refusedWithin(3.5, inEachWay('blocked'))]);
    await holder.query('ROLLBACK');
    holder.release();
    await served();
  }, 10_000);

  it('waits for a free connection no longer than for a new one', async () => {
    await refusedWithin(4.5, Promise.all([lateComer]));
  }, 10_000);

  it('is not what sweeps and projections are: they may take their time', async () => {
    expect(await sweep).toBeGreaterThan(5.9);
  }, 10_000);

  it('no longer for a database that hangs, and the next one is served when it goes on', async () => {
    await served();
    line.hold();
    await refusedWithin(
      5,
      Promise.all([
        ...WAYS.map((way) => request('quick', way)),
        request('quick', 'one-after-the-other'),
        whateverComes(),
      ]),
    );
    line.letGo();
    await served();
  }, 12_000);

  it('has five seconds for all that it asks one after the other, keeps nothing of it when they are over, and no connection', async () => {
    await refusedWithin(5, Promise.all(Array.from({ length: 4 }, () => request('while', 'one-after-the-other'))));
    expect(await world.rows('SELECT FROM sample.visit')).toEqual([]);
    await served();
    expect(
      await world.rows(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
      ),
    ).toEqual([]);
  }, 12_000);

  it('that waited for a connection has only what is left of its five seconds', async () => {
    const first = Array.from({ length: 8 }, () => request('while', 'hot-path'));
    const second = Array.from({ length: 8 }, () => request('while', 'hot-path'));
    const third = Array.from({ length: 8 }, () => request('long', 'hot-path'));
    expect((await Promise.all([...first, ...second])).map(({ status }) => status)).toEqual(
      Array.from({ length: 16 }, () => 200),
    );
    await refusedWithin(5, Promise.all(third));
    await served();
  }, 12_000);

  it.each([
    [
      'the server ends it',
      () =>
        world.rows(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(20)%' AND pid <> pg_backend_pid()`,
        ),
    ],
    ['nobody says why', async () => line.cut()],
  ])('whose connection is gone because %s is told to come again', async (_, lose) => {
    const answers = inEachWay('long');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await lose();
    await refusedWithin(2, answers);
    await new Promise((resolve) => setTimeout(resolve, 100)); // The end of a connection arrives after the word of it.
    await served();
  });

  it('is served as before when connections were lost more often than there are any', async () => {
    const write = () => process.get(Transactions).run((tx) => sql.raw(QUICK).execute(tx.db()));
    for (let round = 0; round < 20; round++) {
      await write();
      line.cut();
      await write().catch(() => undefined); // Begun on a connection that is gone and does not know it yet.
    }
    await served();
  });
});
