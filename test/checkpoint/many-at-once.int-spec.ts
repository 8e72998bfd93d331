import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { newId } from '../../src/platform/kernel/ids.js';
import { SqlPool } from '../../src/platform/persistence/sql-pool.js';
import { type Answer, World } from '../world.js';
import { atWork, DONGJIEKOU, Phone, rows, Scanner, scannerOfDongjie, STATION } from './at-the-checkpoint.js';

const SEEN = `SELECT id FROM checkpoint.scan WHERE id = ANY ($1) UNION ALL SELECT id FROM checkpoint.refused_scan WHERE id = ANY ($1)`;
const TOLD = `SELECT aggregate_id FROM platform.outbox WHERE aggregate_id = ANY ($1)`;

describe('many scans at once', () => {
  let world: World;
  let phone: Phone;
  let lin: Scanner;
  let colleague: Scanner;
  let wu: Scanner;

  beforeAll(async () => {
    world = await World.start({ demo: true });
    phone = await Phone.of(world, '13800000001');
    ({ lin, colleague, wu } = await atWork(world));
  });
  afterAll(() => world?.stop());

  const showings = (count: number) => Promise.all(Array.from({ length: count }, () => phone.presentation()));

  /** What is asked for meanwhile waits together: those that came first, and the others. */
  async function held<T>(ask: () => Promise<T>, from = world): Promise<T> {
    const holder = new pg.Client({ connectionString: from.databaseUrl });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE checkpoint.refused_scan');
    const asked = ask();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await holder.query('COMMIT');
    await holder.end();
    return asked;
  }

  /** The statements that were sent for it. */
  async function counted<T>(ask: () => Promise<T>): Promise<{ answers: T; sent: Record<string, number> }> {
    const asked = jest.spyOn(world.app.get(SqlPool), 'query');
    const answers = await ask();
    const names = asked.mock.calls.flatMap(([{ name }]) => name ?? []); // Sweeps have none.
    asked.mockRestore();
    return {
      answers,
      sent: Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((it) => it === name).length])),
    };
  }

  it('are read and recorded by the statements of three batches at most: one for each lane, and one for all others', async () => {
    const shown = await showings(20);
    const { answers, sent } = await counted(() => held(() => Promise.all(shown.map((one) => lin.scan(one)))));
    expect(answers.map(({ body }) => body['outcome'])).toEqual(shown.map(() => 'read'));
    const batches = sent['record-scans']!;
    expect(batches).toBeLessThanOrEqual(3);
    expect(sent).toEqual({ 'codes-by-credential': batches, 'past-scans': batches, 'record-scans': batches });
  });

  it('keep each its own answer: read, refused, repeated, warned of, or not a scan at all', async () => {
    const [before, retried, shared] = await showings(3);
    const [first, retriedId, othersId] = [await lin.scan(before!), newId(), newId()];
    await lin.scan(retried!, retriedId);
    await wu.scan((await showings(1))[0]!, othersId);
    const [one, two, fresh] = await showings(3);
    const answers = await held(() =>
      Promise.all([
        lin.scan(one!),
        lin.scan(two!),
        lin.scan(fresh!),
        lin.scan({ presentation: 'BM1:NONSENSE' }),
        lin.scan(retried!, retriedId),
        lin.scan(fresh!, othersId),
        wu.scan(before!),
        colleague.scan(before!),
        lin.scan(shared!),
        wu.scan(shared!),
      ]),
    );
    const [, , read, refused, again, taken, elsewhere, sameGate, ...both] = answers;
    expect(read!.body).toMatchObject({ outcome: 'read', warnings: [] });
    expect(refused!.body).toMatchObject({ outcome: 'refused', refusal: 'NON_CANONICAL' });
    expect(again!.body).toMatchObject({ scanId: retriedId, outcome: 'read', warnings: [] });
    expect(taken).toMatchObject({ status: 409, body: { code: 'SCAN.ID_TAKEN' } });
    expect(elsewhere!.body).toMatchObject({ outcome: 'read', warnings: ['ELSEWHERE'], feedbackBy: 'you' });
    expect(sameGate!.body).toMatchObject({ scanId: first.body['scanId'], feedbackBy: 'colleague' });
    expect(both.map(({ body }) => body['warnings'])).toEqual([[], ['ELSEWHERE']]);
  });

  it('are recorded and told though a row among them cannot be', async () => {
    const poisoned = newId();
    await rows(
      world,
      `CREATE FUNCTION checkpoint.poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF NEW.id = '${poisoned}' THEN RAISE EXCEPTION 'poisoned'; END IF; RETURN NEW; END $$;
       CREATE TRIGGER poison BEFORE INSERT ON checkpoint.scan FOR EACH ROW EXECUTE FUNCTION checkpoint.poison()`,
    );
    const shown = await showings(12);
    const ids = shown.map((_, number) => (number === 7 ? poisoned : newId()));
    const answers = await held(() => Promise.all(shown.map((one, number) => lin.scan(one, ids[number]))));
    await rows(world, 'DROP TRIGGER poison ON checkpoint.scan; DROP FUNCTION checkpoint.poison()');
    expect(answers.map(({ status }) => status)).toEqual(ids.map((id) => (id === poisoned ? 500 : 200)));
    const good = ids.filter((id) => id !== poisoned).sort();
    expect((await rows(world, SEEN, [ids])).map(({ id }) => id).sort()).toEqual(good);
    expect((await rows(world, TOLD, [ids])).map((fact) => fact['aggregate_id']).sort()).toEqual(good);
    expect((await lin.scan(shown[7]!, poisoned)).status).toBe(200);
  });

  it('are answered though what is kept of a code among them is damaged', async () => {
    const other = await Phone.of(world, '13800000002');
    const [shown, damaged] = [await showings(3), await other.presentation()];
    await rows(
      world,
      `INSERT INTO health_verdict.timeline (subject_id, segments, last_seq)
       SELECT c.subject_id, '[]', 1 FROM health_verdict.device d JOIN health_verdict.code c ON c.id = d.code_id ORDER BY d.id DESC LIMIT 1
       ON CONFLICT (subject_id) DO UPDATE SET segments = '[]'`,
    );
    const answers = await held(() => Promise.all([shown[0]!, damaged, ...shown.slice(1)].map((one) => lin.scan(one))));
    expect(answers.map(({ status }) => status)).toEqual([200, 500, 200, 200]);
  });

  it('all fail when the database is too slow for them, and none is recorded twice when they come again', async () => {
    const shown = await showings(6);
    const ids = shown.map(() => newId());
    const holder = new pg.Client({ connectionString: world.databaseUrl });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE checkpoint.scan');
    const scan = () => Promise.all(shown.map((one, number) => lin.scan(one, ids[number])));
    const began = performance.now();
    expect((await scan()).map(({ status }) => status)).toEqual(ids.map(() => 503));
    expect(performance.now() - began).toBeLessThan(10_000);
    await holder.query('COMMIT');
    await holder.end();
    expect((await scan()).map(({ body }) => body['outcome'])).toEqual(ids.map(() => 'read'));
    expect(await rows(world, SEEN, [ids])).toHaveLength(ids.length);
  });

  describe('in two processes', () => {
    let other: World;
    let atStation: Scanner;

    beforeAll(async () => {
      other = await World.start({ environment: { DATABASE_URL: world.databaseUrl }, pump: false });
      atStation = await Scanner.at(other, await scannerOfDongjie(world, '13900000023'), STATION);
    });
    afterAll(() => other?.stop());

    it('know of each other', async () => {
      for (let round = 0; round < 10; round++) {
        const shown = await showings(16);
        const [here, there] = await Promise.all([
          Promise.all(shown.map((one) => lin.scan(one))),
          Promise.all(shown.toReversed().map((one) => atStation.scan(one))),
        ]);
        const ids = [...here, ...there].map(({ body }) => String(body['scanId']));
        const kept = await rows(world, 'SELECT warnings FROM checkpoint.scan WHERE id = ANY ($1)', [ids]);
        expect(kept).toEqual(Array.from({ length: 32 }, () => ({ warnings: ['ELSEWHERE'] })));
      }
    });
  });

  it('of the same showings wait for each other in one order, however they are named', async () => {
    const clients = [0, 1, 2].map(() => new pg.Client({ connectionString: world.databaseUrl }));
    await Promise.all(clients.map((client) => client.connect()));
    const resident_id = newId();
    const showing = (number: number) => ({
      id: newId(),
      resident_id,
      credential_id: null,
      nonce: `\\x0${number}`,
      known: [],
    });
    const all = [1, 2, 3, 4, 5].map(showing);
    const taking = (number: number, scans: object[]) =>
      clients[number]!.query('SELECT checkpoint.overtaken($1, $2, $2)', [JSON.stringify(scans), newId()]);
    await clients[0]!.query('BEGIN');
    await taking(0, [all[2]!]);
    const both = Promise.allSettled([taking(1, all), taking(2, all.toReversed())]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await clients[0]!.query('COMMIT');
    expect((await both).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    await Promise.all(clients.map((client) => client.end()));
  });

  it('are answered when the process is told to stop meanwhile', async () => {
    const ending = await World.start({ demo: true });
    const [scanner, resident] = [
      await Scanner.at(ending, '13900000004', DONGJIEKOU),
      await Phone.of(ending, '13800000001'),
    ];
    await ending.app.listen(0, '127.0.0.1');
    const { port } = ending.app.getHttpServer().address() as { port: number };
    const scan = async (): Promise<Answer['status']> => {
      const [id, shown] = [newId(ending.clock.now()), await resident.presentation()];
      const headers = {
        'content-type': 'application/json',
        'x-requested-with': 'bamin',
        cookie: scanner.browser.cookie,
      };
      const body = JSON.stringify({ id, shiftId: scanner.shiftId, shown, scannedAt: ending.clock.now().toISOString() });
      return (await fetch(`http://127.0.0.1:${port}/api/scans`, { method: 'POST', headers, body })).status;
    };
    let stopped: Promise<void> | undefined;
    const statuses = await held(async () => {
      const scans = Array.from({ length: 8 }, scan);
      await new Promise((resolve) => setTimeout(resolve, 150));
      stopped = ending.stop();
      return Promise.all(scans);
    }, ending);
    await stopped;
    expect(statuses).toEqual(Array.from({ length: 8 }, () => 200));
  });
});
