import { CommandBus } from '@nestjs/cqrs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AddSubAccount } from '../../src/organization/application/sub-account-commands.js';
import { Units } from '../../src/organization/application/units.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { readMobile } from '../../src/platform/kernel/mobile.js';
import { ProjectionRebuild } from '../../src/platform/messaging/projection-rebuild.js';
import { Phone, Scanner } from '../checkpoint/at-the-checkpoint.js';
import { rowsOf } from '../health-verdict/residents.js';
import { getsTheDemoPassword } from '../identity/people.js';
import { type Browser, World } from '../world.js';

const [ENTERPRISE, GATE] = [newId(), newId()];
const NOBODYS_DIGITS = { digits: '1234567890123452' };

describe('An enterprise, which has no place in the tree of units', () => {
  let world: World;
  let scan: string;
  let administrator: Browser;

  async function administratorOfIt(mobile: string): Promise<Browser> {
    const id = newId();
    await world.app.get(Units).appoint(id, ENTERPRISE, readMobile(mobile)!, '许经理');
    await world.settle();
    await rowsOf(
      world,
      `UPDATE identity.capacity SET role = 'enterprise-administrator' WHERE id = '${id}' RETURNING 1`,
    );
    await getsTheDemoPassword(world, id);
    return world.signedIn(mobile);
  }

  beforeAll(async () => {
    world = await World.start({ demo: true });
    await rowsOf(
      world,
      `INSERT INTO organization.organization (id, kind, name, uscc, path, area_key, show_causes, created_at)
       VALUES ('${ENTERPRISE}', 'enterprise', '闽江食品厂', '91350100M000100Y43', NULL, '350102', false, now()) RETURNING 1`,
    );
    await rowsOf(
      world,
      `INSERT INTO checkpoint.scan_point (id, organization_id, name, kind, area_key, address, confirmed, added_at)
       VALUES ('${GATE}', '${ENTERPRISE}', '厂门口', 'enterprise', '350102', '', true, now()) RETURNING 1`,
    );
    const [id, mobile] = [newId(), '13933330001'];
    await world.app.get(CommandBus).execute(new AddSubAccount(id, ENTERPRISE, readMobile(mobile)!, '何门卫'));
    await world.settle();
    await getsTheDemoPassword(world, id);
    const gate = new Scanner(world, await world.signedIn(mobile));
    await gate.open(GATE);
    const { status, body } = await gate.scan(await (await Phone.of(world, '13800000001')).digits());
    expect(status).toBe(200);
    scan = String(body['scanId']);
    expect((await gate.scan(NOBODYS_DIGITS)).body['outcome']).toBe('refused');
    expect((await gate.feedback(scan, { result: 'normal' })).status).toBe(204);
    administrator = await administratorOfIt('13933330002');
  });
  afterAll(() => world?.stop());

  const recordsOf = async (browser: Browser) =>
    ((await browser.get('/scan-records')).body['items'] as unknown as { scanId: string }[]).map(({ scanId }) => scanId);

  it('sees the records of its own scans, and no unit sees them', async () => {
    expect(await recordsOf(administrator)).toEqual([scan]);
    expect((await administrator.get(`/scan-records/${scan}`)).status).toBe(200);
    expect(await recordsOf(await world.signedIn('13900000002'))).toEqual([]);
  });

  it('sees nothing of others', async () => {
    const lin = await Scanner.at(world, '13900000004', '01900000-0000-7000-8000-00000000e001');
    const other = String((await lin.scan(await (await Phone.of(world, '13800000002')).digits())).body['scanId']);
    expect(await recordsOf(administrator)).toEqual([scan]);
    expect((await administrator.get(`/scan-records/${other}`)).status).toBe(404);
  });

  it('is no unit that somebody arranges', async () => {
    expect((await (await world.signedIn('13900000009')).get(`/units/${ENTERPRISE}`)).status).toBe(404);
  });

  it('is counted, by its id alone, also when the counters are made anew', async () => {
    await world.settle();
    const counted = () =>
      rowsOf(
        world,
        `SELECT measure, unit_path, value FROM reporting.counter WHERE organization_id = '${ENTERPRISE}' ORDER BY measure`,
      );
    const expected = ['passages', 'refused', 'scans.green'].map((measure) => ({ measure, unit_path: null, value: 1 }));
    expect(await counted()).toEqual(expected);
    await world.app.get(ProjectionRebuild).rebuild('reporting.counters');
    expect(await counted()).toEqual(expected);
    expect(await rowsOf(world, 'SELECT 1 FROM platform.parked_event')).toEqual([]);
  });
});
