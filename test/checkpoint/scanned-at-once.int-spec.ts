import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { PastScans } from '../../src/checkpoint/application/scanning/past-scans.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { type Answer, World } from '../world.js';
import { atWork, DONGJIEKOU, Phone, rows, Scanner, STATION, ZHONGHUA } from './at-the-checkpoint.js';

const ROUNDS = 20;
const HALF_MINUTE = 30_000;
const TOLD = `SELECT count(*)::int AS count FROM platform.outbox WHERE aggregate_id = ANY ($1) AND type = 'checkpoint.scan-recorded.v1'`;

describe('one showing, scanned at the same moment', () => {
  let world: World;
  let phone: Phone;
  let lin: Scanner;
  let colleague: Scanner;
  let atStation: Scanner;
  let wu: Scanner;

  beforeAll(async () => {
    world = await World.start({ demo: true });
    phone = await Phone.of(world, '13800000001');
    ({ lin, colleague, atStation, wu } = await atWork(world));
  });
  afterAll(() => world?.stop());

  const times = (count: number, scanner: () => Scanner) => Array.from({ length: count }, scanner);
  const idsOf = (answers: readonly Answer[]) => [...new Set(answers.map(({ body }) => String(body['scanId'])))];
  const unwarned = ({ body }: Answer) => (body['warnings'] as unknown as string[]).length === 0;
  const kept = (ids: readonly string[]) =>
    rows(world, 'SELECT scan_point_id, warnings FROM checkpoint.scan WHERE id = ANY ($1) ORDER BY scan_point_id', [
      ids,
    ]);
  const at = (scanPointId: string, ...warnings: string[]) => ({ scan_point_id: scanPointId, warnings });

  /** What the database keeps of it, and how many facts are told. */
  async function scannedBy(scanners: readonly Scanner[], shown: object) {
    const answers = await Promise.all(scanners.map((scanner) => scanner.scan(shown)));
    expect(answers.map(({ status }) => status)).toEqual(scanners.map(() => 200));
    const ids = idsOf(answers);
    return { answers, kept: await kept(ids), told: (await rows(world, TOLD, [ids]))[0]!['count'] };
  }

  it.each<[string, () => Scanner[]]>([
    ['by one scanner', () => times(8, () => lin)],
    ['by two scanners at one gate', () => [...times(3, () => lin), ...times(3, () => colleague)]],
  ])('%s it is one passage, and one person handles it', async (_, scanners) => {
    for (let round = 0; round < ROUNDS; round++) {
      const scanned = await scannedBy(scanners(), await phone.presentation());
      expect(scanned).toMatchObject({ kept: [at(DONGJIEKOU)], told: 1 });
      expect(scanned.answers.filter(unwarned)).toHaveLength(1);
      const handling = new Set(scanners().filter((__, index) => scanned.answers[index]!.body['feedbackBy'] === 'you'));
      expect(handling.size).toBe(1);
    }
  });

  it.each<[string, () => Scanner[], string[]]>([
    ['in two units', () => [lin, wu], [DONGJIEKOU, ZHONGHUA]],
    ['at two points of a unit', () => [lin, atStation], [DONGJIEKOU, STATION]],
    [
      'by many scanners at three points',
      () => [lin, colleague, atStation, wu, lin, colleague, atStation, wu],
      [DONGJIEKOU, STATION, ZHONGHUA],
    ],
  ])('%s it is one passage at each, with a warning on every one', async (_, scanners, points) => {
    for (let round = 0; round < ROUNDS; round++) {
      const scanned = await scannedBy(scanners(), await phone.presentation());
      expect(scanned).toMatchObject({ kept: points.map((point) => at(point, 'ELSEWHERE')), told: points.length });
      expect(scanned.answers.filter(unwarned)).toHaveLength(1);
    }
  });

  it('by digits it is the same', async () => {
    const start = Math.ceil(Date.now() / HALF_MINUTE + 10);
    for (let round = 0; round < ROUNDS; round++) {
      world.clock.moveTo(new Date((start + round * 3) * HALF_MINUTE));
      const scanned = await scannedBy([lin, colleague, wu], await phone.digits());
      expect(scanned).toMatchObject({ kept: [at(DONGJIEKOU, 'ELSEWHERE'), at(ZHONGHUA, 'ELSEWHERE')], told: 2 });
    }
    world.clock.moveTo(new Date());
  });

  it('is known again under its id among the others', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [shown, id, other] = [await phone.presentation(), newId(), newId()];
      const answers = await Promise.all([
        lin.scan(shown, id),
        lin.scan(shown, id),
        wu.scan(shown, other),
        wu.scan(shown, other),
        lin.scan(shown, id),
      ]);
      expect(answers.map(({ status, body }) => [status, body['scanId']])).toEqual(
        [id, id, other, other, id].map((scanId) => [200, scanId]),
      );
      expect(await kept([id, other])).toEqual([at(DONGJIEKOU, 'ELSEWHERE'), at(ZHONGHUA, 'ELSEWHERE')]);
      expect(await rows(world, TOLD, [[id, other]])).toEqual([{ count: 2 }]);
    }
  });

  it('does not warn of what was not recorded: the id belongs to another scan', async () => {
    const [shown, taken] = [await phone.presentation(), newId()];
    await wu.scan(await phone.presentation(), taken);
    const first = await lin.scan(shown);
    expect(await wu.scan(shown, taken)).toMatchObject({ status: 409, body: { code: 'SCAN.ID_TAKEN' } });
    expect(await kept(idsOf([first]))).toEqual([at(DONGJIEKOU)]);
  });

  it('warns of an earlier scan that somebody is giving feedback on', async () => {
    const shown = await phone.presentation();
    const first = await lin.scan(shown);
    const client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    await client.query('BEGIN');
    await client.query(`UPDATE checkpoint.scan SET outcome = 'released' WHERE id = $1`, idsOf([first]));
    const second = wu.scan(shown);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await client.query('COMMIT');
    await client.end();
    expect(await second).toMatchObject({ status: 200, body: { warnings: ['ELSEWHERE'] } });
    expect(await kept(idsOf([first, await second]))).toEqual([at(DONGJIEKOU, 'ELSEWHERE'), at(ZHONGHUA, 'ELSEWHERE')]);
  });

  it('is tried again later where others are always faster', async () => {
    const shown = await phone.presentation();
    const first = await lin.scan(shown);
    const past = jest
      .spyOn(world.app.get(PastScans), 'of')
      .mockResolvedValue({ pasts: new Map(), recorded: new Map() });
    const second = await wu.scan(shown);
    past.mockRestore();
    expect(second).toMatchObject({
      status: 503,
      body: { code: 'SCAN.EVERYWHERE_AT_ONCE' },
      headers: { 'retry-after': '1' },
    });
    expect(await kept(idsOf([first]))).toEqual([at(DONGJIEKOU)]);
  });
});
