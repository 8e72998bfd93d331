import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '../../src/platform/kernel/ids.js';
import { UNIT } from '../organization/administrators.js';
import { type Browser, World } from '../world.js';
import { DONGJIEKOU, Phone, rows, Scanner, scannerOfDongjie } from './at-the-checkpoint.js';

/** Everything that is remembered for seconds; what stands here in vain, or is missing, has to be looked at below. */
const REMEMBERED = [
  'checkpoint/application/shifts/current-shift.ts',
  'health-verdict/application/evidence/feeds.ts', // By what is taken in: feed-files forgets it.
  'health-verdict/application/verdict/rule-books.ts', // Nothing changes it yet but a migration.
  'health-verdict/areas/sql-area-levels.ts', // As well.
  'identity/application/lately-ended-sessions.ts', // Told at once by who ends one: test/health-verdict/signing-out.
  'identity/application/sessions.ts',
  'organization/infrastructure/directories.ts',
];

describe('What a scan is decided by is remembered for seconds, and', () => {
  let world: World;
  let chen: Browser;
  let phone: Phone;
  let mobiles = 13_922_230_000;

  beforeAll(async () => {
    world = await World.start({ demo: true });
    chen = await world.signedIn('13900000002');
    phone = await Phone.of(world, '13800000001');
  });
  afterAll(() => world?.stop());

  /** Somebody who has just scanned at a point of their own: all that is asked for is remembered. */
  async function atWork() {
    const mobile = await scannerOfDongjie(world, String(++mobiles));
    const point = { id: newId(), name: `门${mobile}`, kind: 'community', address: '八一七路1号', areaKey: '350102' };
    expect((await chen.post('/scan-points', point)).status).toBe(201);
    const scanner = await Scanner.at(world, mobile, point.id);
    expect((await scanner.scan(await phone.presentation())).status).toBe(200);
    const found = await rows(world, 'SELECT scanner_id AS id FROM checkpoint.shift WHERE id = $1', [scanner.shiftId]);
    return { scanner, pointId: point.id, accountId: String(found[0]!['id']) };
  }
  type AtWork = Awaited<ReturnType<typeof atWork>>;

  it.each<[string, (at: AtWork) => Promise<unknown>, unknown[]]>([
    ['its shift is ended', ({ scanner }) => scanner.browser.delete('/shift'), [422, 'SHIFT.NOT_OPEN']],
    [
      'another shift is opened',
      ({ scanner }) => scanner.browser.post('/shifts', { id: newId(), scanPointId: DONGJIEKOU }),
      [422, 'SHIFT.NOT_OPEN'],
    ],
    [
      'its point is closed',
      ({ pointId }) => chen.post(`/scan-points/${pointId}/closing`, { version: 1 }),
      [422, 'SHIFT.NOT_OPEN'],
    ],
    [
      'the scanner is disabled',
      ({ accountId }) => chen.post(`/sub-accounts/${accountId}/disabling`),
      [403, 'SCAN.NOT_PERMITTED'],
    ],
    ['the scanner signs out', ({ scanner }) => scanner.browser.delete('/session'), [401, 'SESSION.REQUIRED']],
    [
      'the scanner gets another password',
      ({ accountId }) => chen.post(`/accounts/${accountId}/one-time-password`),
      [401, 'SESSION.REQUIRED'],
    ],
  ])('is nothing any more in the process in which %s', async (_what, change, refusal) => {
    const at = await atWork();
    const { cookie } = at.scanner.browser;
    expect(await change(at)).toMatchObject({ status: expect.any(Number) });
    const shown = await phone.presentation();
    const scan = { id: newId(), shiftId: at.scanner.shiftId, shown, scannedAt: world.clock.now().toISOString() };
    const answer = await world.app.inject({
      method: 'POST',
      url: '/api/scans',
      headers: { 'x-requested-with': 'bamin', cookie },
      payload: scan,
    });
    expect([answer.statusCode, answer.json().code]).toEqual(refusal);
  });

  it('is the heir’s at once when the unit is merged', async () => {
    const { scanner } = await atWork();
    const operator = await world.signedIn('13900000009');
    expect((await operator.post(`/units/${UNIT.dongjie}/merger`, { heirId: UNIT.gulou })).status).toBe(204);
    const { status, body } = await scanner.scan(await phone.presentation());
    expect(status).toBe(200);
    const kept = await rows(world, 'SELECT organization_id AS unit FROM checkpoint.scan WHERE id = $1', [
      body['scanId'],
    ]);
    expect(kept).toEqual([{ unit: UNIT.gulou }]);
  });

  it('nothing else is remembered', () => {
    const src = join(import.meta.dirname, '..', '..', 'src');
    const remembering = globSync('**/*.ts', { cwd: src, exclude: ['**/*.spec.ts'] }).filter((name) =>
      /new ShortMemory\b/.test(readFileSync(join(src, name), 'utf8')),
    );
    expect(remembering.sort()).toEqual(REMEMBERED);
  });
});
