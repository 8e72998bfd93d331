import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { digitsOf, DONGJIEKOU, Scanner } from '../checkpoint/at-the-checkpoint.js';
import { type Browser, World } from '../world.js';
import { type Listed, listedBy, SCANNER } from './administrators.js';

describe('Correcting the name of a sub-account', () => {
  let world: World;
  let client: pg.Client;
  let dongjie: Browser;
  let lin: Listed;
  const rename = (name: string, version = lin.version, id = SCANNER.lin) =>
    dongjie.put(`/sub-accounts/${id}/name`, { name, version });
  const asListed = async () => (await listedBy(dongjie)).find(({ id }) => id === SCANNER.lin)!;

  beforeAll(async () => {
    world = await World.start({ demo: true });
    client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    dongjie = await world.signedIn('13900000002');
  });
  beforeEach(async () => {
    lin = await asListed();
  });
  afterAll(async () => {
    await client?.end();
    await world?.stop();
  });

  it('is seen in the answer, in the list and in the search, and makes a new version', async () => {
    const { status, body } = await rename(' 林小燕 ');
    expect([status, body]).toEqual([200, { ...lin, name: '林小燕', version: lin.version + 1 }]);
    expect(await asListed()).toEqual(body);
    expect((await listedBy(dongjie, `name=${encodeURIComponent('林小')}`)).map(({ id }) => id)).toEqual([SCANNER.lin]);
    expect(await listedBy(dongjie, `name=${encodeURIComponent('林晓')}`)).toEqual([]);
  });

  it('is refused to whoever looked at an older state, also when that was a disabling', async () => {
    await rename('林燕');
    const late = await rename('林雁');
    expect([late.status, late.body['code']]).toEqual([409, 'SUB_ACCOUNT.STALE']);
    const seen = await asListed();
    expect(seen.name).toBe('林燕');
    for (const way of ['disabling', 'enabling']) await dongjie.post(`/sub-accounts/${SCANNER.lin}/${way}`);
    expect((await rename('林雁', seen.version)).status).toBe(409);
  });

  it('happens once when several send different names at the same moment', async () => {
    const statuses = (await Promise.all(['一', '二', '三', '四'].map((name) => rename(`林${name}`)))).map(
      ({ status }) => status,
    );
    expect(statuses.sort()).toEqual([200, 409, 409, 409]);
    expect((await asListed()).version).toBe(lin.version + 1);
  });

  it('is harmless when its answer was lost and it is sent again', async () => {
    const facts = () =>
      client
        .query(`SELECT count(*)::int AS n FROM platform.outbox WHERE type = 'organization.sub-account-renamed.v1'`)
        .then(({ rows }) => rows[0].n);
    const before = await facts();
    const [first, again] = [await rename('林晓雁'), await rename('林晓雁')];
    expect([first.status, again.status, again.body]).toEqual([200, 200, first.body]);
    expect(await facts()).toBe(before + 1);
  });

  it('is refused without a name or a version, and does not touch the number', async () => {
    for (const body of [
      { name: ' ', version: 1 },
      { name: '林'.repeat(41), version: 1 },
      { name: '林' },
      { name: '林', version: '1' },
    ]) {
      expect((await dongjie.put(`/sub-accounts/${SCANNER.lin}/name`, body)).status).toBe(400);
    }
    const { body } = await dongjie.put(`/sub-accounts/${SCANNER.lin}/name`, {
      name: '林晓燕',
      version: lin.version,
      mobile: '13999999999',
    });
    expect(body['maskedMobile']).toBe('139****0004');
  });

  it('is what later shifts carry; earlier records keep the name of their day', async () => {
    const scanner = new Scanner(world, await world.signedIn('13900000004'));
    const resident = await world.signedIn('13800000001', 'personal');
    const scanNow = async () => {
      world.clock.moveTo(new Date(world.clock.now().getTime() + 120_000)); // The same digits within a minute would be the same passage.
      await scanner.open(DONGJIEKOU);
      const { status, body } = await scanner.scan(await digitsOf(world, resident));
      expect(status).toBe(200);
      return String(body['scanId']);
    };
    const before = await scanNow();
    await rename('林改名', (await asListed()).version);
    const after = await scanNow();
    const nameOn = async (id: string) => (await dongjie.get(`/scan-records/${id}`)).body['scannerName'];
    expect([await nameOn(before), await nameOn(after)]).toEqual([lin.name, '林改名']);
  });
});
