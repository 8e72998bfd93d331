import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ScanPermissionLookup } from '../../src/organization/contracts/scan-permission.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { type Browser, World } from '../world.js';

const LIN = '01900000-0000-7000-8000-00000000b004';
const WU = '01900000-0000-7000-8000-00000000b005';
const DONGJIE = '01900000-0000-7000-8000-00000000c001';

describe('Sub-accounts of a unit', () => {
  let world: World;
  let client: pg.Client;
  let dongjie: Browser;
  let zhonghua: Browser;
  const idsSeenBy = async (administrator: Browser) =>
    ((await administrator.get('/sub-accounts?limit=100')).body['items'] as unknown as { id: string }[]).map(
      ({ id }) => id,
    );
  const permissions = () => world.app.get(ScanPermissionLookup);

  beforeAll(async () => {
    world = await World.start({ demo: true });
    client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    dongjie = await world.signedIn('13900000002');
    zhonghua = await world.signedIn('13900000003');
  });
  afterAll(async () => {
    await client?.end();
    await world?.stop();
  });

  it('are listed for their own unit only', async () => {
    expect(await idsSeenBy(dongjie)).toContain(LIN);
    expect(await idsSeenBy(dongjie)).not.toContain(WU);
    expect(await idsSeenBy(zhonghua)).not.toContain(LIN);
  });

  it('are changed by their own unit only, and do not exist for others', async () => {
    for (const way of ['disabling', 'enabling']) {
      const { status, body } = await zhonghua.post(`/sub-accounts/${LIN}/${way}`);
      expect([status, body['code']]).toEqual([404, 'SUB_ACCOUNT.NOT_FOUND']);
    }
    expect(await permissions().forAccount(LIN)).toBeDefined();
  });

  it('are nothing that a scanner may see or add', async () => {
    const scanner = await world.signedIn('13900000004');
    expect((await scanner.get('/sub-accounts')).status).toBe(403);
    expect((await scanner.post('/sub-accounts', { id: newId(), mobile: '13911110000', name: '谁' })).status).toBe(403);
  });

  it('are added once, however often the same request arrives', async () => {
    const wish = { id: newId(), mobile: '13911110001', name: '郑海' };
    const first = await dongjie.post('/sub-accounts', wish);
    const again = await dongjie.post('/sub-accounts', wish);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect((await idsSeenBy(dongjie)).filter((id) => id === wish.id)).toHaveLength(1);
  });

  it('are added once by a double click, and never look added when something else was', async () => {
    const wish = { id: newId(), mobile: '13911110005', name: '郑河' };
    const clicks = await Promise.all([1, 2, 3].map(() => dongjie.post('/sub-accounts', wish)));
    expect(clicks.map(({ status }) => status)).toEqual([201, 201, 201]);
    for (const other of [{ mobile: '13911110006' }, { name: '郑江' }]) {
      const { status, body } = await dongjie.post('/sub-accounts', { ...wish, ...other });
      expect([status, body['code']]).toEqual([409, 'SUB_ACCOUNT.ADDED_OTHERWISE']);
    }
    const { status, body } = await dongjie.post('/sub-accounts', { ...wish, id: newId() });
    expect([status, body['code']]).toEqual([409, 'SUB_ACCOUNT.DUPLICATE']);
  });

  it('are not taken over by a unit that sends the id of another', async () => {
    const { status, body } = await zhonghua.post('/sub-accounts', { id: LIN, mobile: '13911110009', name: '林晓燕' });
    expect(status).toBe(404);
    expect(JSON.stringify(body)).not.toContain('林晓燕');
  });

  it('have one mobile number each, also when two administrators type it at the same moment', async () => {
    const wishes = [1, 2, 3, 4].map(() =>
      dongjie.post('/sub-accounts', { id: newId(), mobile: '13911110002', name: '许晴' }),
    );
    const statuses = (await Promise.all(wishes)).map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 409, 409, 409]);
    const { rows } = await client.query(
      `SELECT count(*)::int AS events FROM platform.outbox WHERE type = 'organization.sub-account-added.v1' AND payload->>'organizationId' = $1`,
      [DONGJIE],
    );
    const { rows: kept } = await client.query(
      'SELECT count(*)::int AS accounts FROM organization.sub_account WHERE organization_id = $1',
      [DONGJIE],
    );
    expect(rows[0].events).toBe(kept[0].accounts);
  });

  it('may not scan from the moment they are disabled, and may again when enabled', async () => {
    expect(await permissions().forAccount(LIN)).toMatchObject({ organizationId: DONGJIE, scannerName: '林晓燕' });
    expect((await dongjie.post(`/sub-accounts/${LIN}/disabling`)).status).toBe(204);
    expect(await permissions().forAccount(LIN)).toBeUndefined();
    expect((await dongjie.post(`/sub-accounts/${LIN}/disabling`)).status).toBe(204);
    expect((await dongjie.post(`/sub-accounts/${LIN}/enabling`)).status).toBe(204);
    expect(await permissions().forAccount(LIN)).toBeDefined();
  });

  it('may not scan five seconds after another process disabled them', async () => {
    expect(await permissions().forAccount(WU)).toBeDefined();
    await client.query(`UPDATE organization.sub_account SET status = 'disabled' WHERE id = $1`, [WU]);
    await new Promise((resolve) => setTimeout(resolve, 5000));
    expect(await permissions().forAccount(WU)).toBeUndefined();
  });

  it('are written down without name or number in the clear, and every look at the list is written down', async () => {
    const { rows } = await client.query('SELECT s::text AS line FROM organization.sub_account s');
    expect(rows.map(({ line }) => line).join()).not.toMatch(/139000000|林晓燕/);
    const looks = () =>
      client
        .query(`SELECT count(*)::int AS n FROM platform.access_log WHERE what = 'sub-account list'`)
        .then((found) => found.rows[0].n);
    const before = await looks();
    await idsSeenBy(dongjie);
    expect(await looks()).toBe(before + 1);
  });

  it('are looked at one by one with a note of whose it was, for what and by whom, and of no other', async () => {
    expect((await dongjie.get(`/sub-accounts/${LIN}`)).status).toBe(200);
    const last = () =>
      client
        .query(
          'SELECT account_id, organization_id, resident_id, sub_account_id, purpose, rows FROM platform.access_log ORDER BY id DESC LIMIT 1',
        )
        .then(({ rows }) => rows[0]);
    const chen = (await dongjie.get('/session')).body['accountId'];
    const look = {
      account_id: chen,
      organization_id: DONGJIE,
      resident_id: null,
      sub_account_id: LIN,
      purpose: 'sub-account management',
      rows: 1,
    };
    expect(await last()).toEqual(look);
    expect((await zhonghua.get(`/sub-accounts/${LIN}`)).status).toBe(404);
    expect(await last()).toEqual(look);
    const added = newId();
    await dongjie.post('/sub-accounts', { id: added, mobile: '13911110021', name: '郑溪' });
    expect(await last()).toMatchObject({ sub_account_id: added });
  });

  it.each([
    ['a number that is no mobile', { mobile: '12345', name: '谁' }],
    ['no name', { mobile: '13911110003', name: ' ' }],
    ['a name without end', { mobile: '13911110003', name: '谁'.repeat(41) }],
  ])('are refused with %s', async (_, wish) => {
    const { status, body } = await dongjie.post('/sub-accounts', { id: newId(), ...wish });
    expect([status, body['code']]).toEqual([400, 'REQUEST.MALFORMED']);
    expect(JSON.stringify(body)).not.toContain(wish.mobile);
  });
});
