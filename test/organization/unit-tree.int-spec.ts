import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { placeBelow } from '../../src/organization/domain/unit.js';
import { usccCheckCharacter } from '../../src/organization/domain/uscc.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { DONGJIEKOU, Phone, rows, Scanner } from '../checkpoint/at-the-checkpoint.js';
import { type Browser, World } from '../world.js';
import { administratorOf, listedBy, SCANNER, UNIT } from './administrators.js';

const OPERATOR = '13900000009';
const LIN = '13900000004';
const DAY = 86_400_000;

interface Records {
  readonly items: readonly { readonly scanId: string }[];
}

/** 东街 stands below 鼓楼, 鼓楼 below 福州, and 中华 below 厦门. */
describe('The tree of units', () => {
  let world: World;
  let operator: Browser;
  let gulou: Browser;
  let xiamen: Browser;
  let phone: Phone;
  let lin: Scanner;
  const scans: string[] = [];

  const recordsSeenBy = async (browser: Browser) =>
    ((await browser.get('/scan-records?limit=100')).body as unknown as Records).items.map(({ scanId }) => scanId);
  const scansOf = async (browser: Browser, date: string) => (await browser.get(`/unit-day?date=${date}`)).body['scans'];
  const today = () => new Date(world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const scan = async () => {
    world.clock.moveTo(new Date(world.clock.now().getTime() + 60_000)); // Digits of another half minute.
    const { status, body } = await lin.scan(await phone.digits());
    expect(status).toBe(200);
    scans.unshift(String(body['scanId']));
    await world.settle();
  };
  /** Nobody tells this process of it. */
  const movedByAnotherProcess = (unitId: string, path: string) =>
    rows(
      world,
      `WITH was AS (INSERT INTO organization.former_place (unit_id, until, path) SELECT id, $2, path FROM organization.organization WHERE id = $1)
       UPDATE organization.organization SET path = $3 WHERE id = $1`,
      [unitId, world.clock.now(), path],
    );

  beforeAll(async () => {
    world = await World.start({ demo: true });
    operator = await world.signedIn(OPERATOR);
    gulou = await administratorOf(world, UNIT.gulou, '13900000011');
    xiamen = await administratorOf(world, UNIT.xiamen, '13900000013');
    world.clock.moveTo(new Date(Math.ceil(Date.now() / DAY) * DAY + 2 * 3_600_000)); // 10:00 in Fujian, tomorrow.
    phone = await Phone.of(world, '13800000001');
    lin = await Scanner.at(world, LIN, DONGJIEKOU);
    await scan();
  });
  afterAll(() => world?.stop());

  describe('when a unit moves', () => {
    let yesterday: string;
    beforeAll(async () => {
      yesterday = today();
      expect([await recordsSeenBy(gulou), await recordsSeenBy(xiamen)]).toEqual([scans, []]);
      world.clock.moveTo(new Date(world.clock.now().getTime() + DAY));
      expect((await operator.post(`/units/${UNIT.dongjie}/move`, { superiorId: UNIT.xiamen })).status).toBe(204);
    });

    it('shows its records to the new superior and no more to the old one, those of before the move as well', async () => {
      expect([await recordsSeenBy(gulou), await recordsSeenBy(xiamen)]).toEqual([[], scans]);
      expect((await gulou.get(`/scan-records/${scans[0]}`)).status).toBe(404);
      expect((await xiamen.get(`/scan-records/${scans[0]}`)).status).toBe(200);
    });

    it('shows its sub-accounts to the new superior and no more to the old one', async () => {
      expect((await listedBy(gulou)).map(({ id }) => id)).not.toContain(SCANNER.lin);
      expect((await listedBy(xiamen)).map(({ id }) => id)).toContain(SCANNER.lin);
    });

    it('leaves the figures of a day where the unit stood on it, its own included', async () => {
      const dongjie = await world.signedIn('13900000002');
      await scan();
      const seen = (date: string) => Promise.all([gulou, xiamen, dongjie].map((browser) => scansOf(browser, date)));
      expect(await seen(yesterday)).toEqual([1, 0, 1]);
      expect(await seen(today())).toEqual([0, 1, 1]);
    });

    it('moves the units below it, too, with where they stood before', async () => {
      const before = await scansOf(gulou, yesterday);
      expect((await operator.post(`/units/${UNIT.gulou}/move`, { superiorId: UNIT.xiamen })).status).toBe(204);
      expect(await scansOf(gulou, yesterday)).toBe(before);
      expect((await operator.post(`/units/${UNIT.dongjie}/move`, { superiorId: UNIT.gulou })).status).toBe(204);
      expect([await recordsSeenBy(gulou), await recordsSeenBy(xiamen)]).toEqual([scans, scans]);
    });

    it('loses nothing for its own administrator, who is signed in meanwhile, whichever process moves it', async () => {
      expect((await operator.post(`/units/${UNIT.gulou}/move`, { superiorId: UNIT.fuzhou })).status).toBe(204);
      const dongjie = await world.signedIn('13900000002');
      const seen = async () => [
        await recordsSeenBy(dongjie),
        ((await dongjie.get('/units')).body['items'] as unknown as unknown[]).length,
        await scansOf(dongjie, yesterday),
        ((await dongjie.get('/scan-points')).body['items'] as unknown as unknown[]).length,
      ];
      const before = await seen();
      expect(before).toEqual([scans, 1, 1, 4]);
      expect((await operator.post(`/units/${UNIT.dongjie}/move`, { superiorId: UNIT.fuzhou })).status).toBe(204);
      expect(await seen()).toEqual(before);
      expect(await recordsSeenBy(gulou)).toEqual([]);
      await movedByAnotherProcess(UNIT.dongjie, placeBelow(placeBelow('fj.fz', UNIT.gulou), UNIT.dongjie));
      expect(await seen()).toEqual(before);
      expect(await recordsSeenBy(gulou)).toEqual(scans);
    });
  });

  describe('when a unit is merged into another', () => {
    let double: string;
    let over: string;
    beforeAll(async () => {
      over = lin.shiftId;
      await lin.open(DONGJIEKOU);
      double = newId();
      const shared = { name: '两处', mobile: '13922220009' };
      const dongjie = await world.signedIn('13900000002');
      expect((await dongjie.post('/sub-accounts', { id: double, ...shared })).status).toBe(201);
      expect((await gulou.post('/sub-accounts', { id: newId(), ...shared })).status).toBe(201);
      await world.settle();
      expect((await operator.post(`/units/${UNIT.dongjie}/merger`, { heirId: UNIT.gulou })).status).toBe(204);
      // Before anybody heard of it: what was its own is the heir's.
      for (const administrator of [dongjie, gulou]) {
        expect(await recordsSeenBy(administrator)).toEqual(scans);
        const points = (await administrator.get('/scan-points')).body['items'] as unknown as { id: string }[];
        expect(points.map(({ id }) => id)).toContain(DONGJIEKOU);
      }
      await scan();
      await world.settle();
    });

    it('makes its people the heir’s, once where somebody was in both', async () => {
      const listed = await listedBy(gulou);
      expect(listed.find(({ id }) => id === SCANNER.lin)).toMatchObject({ unit: { id: UNIT.gulou }, manageable: true });
      expect(listed.find(({ id }) => id === double)).toMatchObject({ status: 'disabled' });
      const former = await world.signedIn('13900000002');
      expect((await former.get('/organization')).body).toMatchObject({ id: UNIT.gulou });
      expect((await former.get('/session')).body).toMatchObject({ capacity: { organizationId: UNIT.gulou } });
    });

    it('leaves it the shifts that were over, and gives the open ones to the heir', async () => {
      const ofShift = async (id: string) =>
        (await rows(world, 'SELECT organization_id FROM checkpoint.shift WHERE id = $1', [id]))[0]!['organization_id'];
      expect([await ofShift(over), await ofShift(lin.shiftId)]).toEqual([UNIT.dongjie, UNIT.gulou]);
      expect((await lin.browser.get('/shift')).body).toMatchObject({ shiftId: lin.shiftId });
    });

    it('takes their feedback on what they scanned before', async () => {
      const inTodaysSession = new Scanner(world, await world.signedIn(LIN));
      for (const scanner of [lin, inTodaysSession])
        for (const scanId of scans.slice(0, 2))
          // The one after the merger, too, which their session may not have heard of.
          expect(await scanner.feedback(scanId, { result: 'normal' })).toMatchObject({ status: 204 });
      expect((await gulou.get(`/scan-records/${scans[0]}`)).body).toMatchObject({ outcome: 'released' });
    });

    it('lets its scanners go on at its points, and its records be seen', async () => {
      expect(await recordsSeenBy(gulou)).toEqual(scans);
      lin = await Scanner.at(world, LIN, DONGJIEKOU);
      await scan();
      expect(await recordsSeenBy(gulou)).toEqual(scans);
      const points = (await gulou.get('/scan-points')).body['items'] as unknown as { id: string }[];
      expect(points.map(({ id }) => id)).toContain(DONGJIEKOU);
    });

    it('lets the heir disable and enable them, with their accounts', async () => {
      expect((await gulou.post(`/sub-accounts/${SCANNER.lin}/disabling`)).status).toBe(204);
      await world.settle();
      expect(
        (await world.browser().post('/session', { login: LIN, password: 'x', door: 'organization' })).status,
      ).not.toBe(201);
      await expect(world.signedIn(LIN)).rejects.toThrow();
      expect((await gulou.post(`/sub-accounts/${SCANNER.lin}/enabling`)).status).toBe(204);
      await world.settle();
      await expect(world.signedIn(LIN)).resolves.toBeDefined();
    });

    it('closes it: it is offered nowhere, and nothing more can happen to it', async () => {
      const offered = (await gulou.get('/units')).body['items'] as unknown as { id: string }[];
      expect(offered.map(({ id }) => id)).toEqual([UNIT.gulou]);
      const { status, body } = await operator.post(`/units/${UNIT.dongjie}/move`, { superiorId: UNIT.xiamen });
      expect([status, body['code']]).toEqual([409, 'UNIT.CLOSED']);
      expect((await operator.get(`/units/${UNIT.dongjie}`)).status).toBe(404);
    });
  });

  describe('is arranged', () => {
    const uscc = (first17: string) => first17 + usccCheckCharacter(first17);
    const nobodys = (answer: { status: number; body: Record<string, unknown> }) =>
      expect([answer.status, answer.body['code']]).toEqual([404, 'ORGANIZATION.NOT_FOUND']);

    it('by those above, for whom a unit is opened and renamed below', async () => {
      const unit = { id: newId(), name: '某街道', uscc: uscc('1135010200007777D'), areaKey: '350102' };
      const opened = await gulou.post('/units', { ...unit, superiorId: UNIT.gulou });
      expect([opened.status, opened.body]).toEqual([201, { ...unit, version: 1 }]);
      const renamed = await gulou.put(`/units/${unit.id}/name`, { name: '新街道', version: 1 });
      expect([renamed.status, renamed.body]).toEqual([200, { ...unit, name: '新街道', version: 2 }]);
      expect((await gulou.put(`/units/${unit.id}/name`, { name: '又一', version: 1 })).body['code']).toBe('UNIT.STALE');
      const nowhere = { ...unit, id: newId(), uscc: uscc('1135010200005555D'), areaKey: '999999' };
      const { status, body } = await gulou.post('/units', { ...nowhere, superiorId: UNIT.gulou });
      expect([status, body['code']]).toEqual([422, 'ORGANIZATION.AREA_UNKNOWN']);
    });

    it('never by itself', async () => {
      const tries = [
        await gulou.put(`/units/${UNIT.gulou}/name`, { name: '自名', version: 1 }),
        await gulou.post(`/units/${UNIT.gulou}/move`, { superiorId: UNIT.gulou }),
        await gulou.post(`/units/${UNIT.gulou}/merger`, { heirId: UNIT.gulou }),
      ];
      expect(tries.map(({ status, body }) => [status, body['code']])).toEqual(
        tries.map(() => [422, 'UNIT.SUPERIORS_MATTER']),
      );
    });

    it('only among units of one’s own: others do not exist', async () => {
      nobodys(await gulou.post(`/units/${UNIT.zhonghua}/move`, { superiorId: UNIT.gulou }));
      nobodys(await xiamen.post(`/units/${UNIT.zhonghua}/move`, { superiorId: UNIT.gulou }));
      nobodys(await xiamen.post(`/units/${UNIT.zhonghua}/merger`, { heirId: UNIT.gulou }));
      nobodys(await gulou.put(`/units/${UNIT.zhonghua}/name`, { name: '夺名', version: 1 }));
      nobodys(await gulou.get(`/units/${UNIT.zhonghua}`));
      nobodys(await operator.post(`/units/${newId()}/move`, { superiorId: UNIT.gulou }));
      const unit = { id: newId(), name: '某街道', uscc: uscc('1135010200006666D'), areaKey: '350102' };
      nobodys(await gulou.post('/units', { ...unit, superiorId: UNIT.xiamen }));
      expect(
        (await (await world.signedIn(LIN)).post(`/units/${UNIT.gulou}/move`, { superiorId: UNIT.xiamen })).status,
      ).toBe(403);
    });

    it('once: the same request finds its unit again, another one under its id is refused', async () => {
      const unit = {
        id: newId(),
        name: '两次街道',
        uscc: uscc('1135010200005555D'),
        areaKey: '350102',
        superiorId: UNIT.gulou,
      };
      const opened = await Promise.all([1, 2, 3].map(() => gulou.post('/units', unit)));
      expect(opened.map(({ status, body }) => [status, body['name']])).toEqual(opened.map(() => [201, '两次街道']));
      const others = [
        { name: '别名' },
        { superiorId: UNIT.fuzhou },
        { uscc: uscc('1135010200005556D') },
        { areaKey: '350103' },
      ];
      for (const other of others) {
        const { status, body } = await operator.post('/units', { ...unit, ...other });
        expect([status, body['code']]).toEqual([409, 'UNIT.OPENED_OTHERWISE']);
      }
      nobodys(await xiamen.post('/units', { ...unit, superiorId: UNIT.xiamen }));
    });

    it('never below a unit that was merged into another', async () => {
      const unit = { id: newId(), name: '某街道', uscc: uscc('1135010200004444D'), areaKey: '350102' };
      const { status, body } = await operator.post('/units', { ...unit, superiorId: UNIT.dongjie });
      expect([status, body['code']]).toEqual([409, 'UNIT.CLOSED']);
    });

    describe('to a depth that has an end', () => {
      let number = 3000;
      const openBelow = async (superiorId: string) => {
        const id = newId();
        const unit = {
          id,
          name: `第${++number}处`,
          uscc: uscc(`113501020000${number}D`),
          areaKey: '350102',
          superiorId,
        };
        const { status, body } = await operator.post('/units', unit);
        return { id, answer: [status, body['code']] };
      };
      /** That many units, each below the one before. */
      const chainBelow = async (top: string, levels: number) => {
        const ids: string[] = [];
        while (ids.length < levels) ids.push((await openBelow(ids.at(-1) ?? top)).id);
        return ids;
      };
      const refused = [422, 'UNIT.TOO_DEEP'];
      let deep: string[];
      beforeAll(async () => {
        deep = await chainBelow(UNIT.province, 11); // The province is the first level.
      });

      it('for opening', async () => {
        expect((await openBelow(deep[10]!)).answer).toEqual(refused);
        expect((await openBelow(deep[9]!)).answer).toEqual([201, undefined]);
      });

      it('for moving and merging, with all that is below', async () => {
        const [top] = await chainBelow(UNIT.province, 3);
        for (const [what, to] of [
          ['move', { superiorId: deep[8] }],
          ['merger', { heirId: deep[8] }],
        ] as const) {
          const { status, body } = await operator.post(`/units/${top}/${what}`, to);
          expect([status, body['code']]).toEqual(refused);
        }
        expect((await operator.post(`/units/${top}/move`, { superiorId: deep[7] })).status).toBe(204);
      });

      it('for changes of the same moment', async () => {
        const [top, , last] = await chainBelow(UNIT.province, 3);
        const answers = await Promise.all([
          operator.post(`/units/${top}/move`, { superiorId: deep[7] }),
          openBelow(last!).then(({ answer: [status] }) => ({ status })),
        ]);
        expect(answers.map(({ status }) => status)).toContain(422);
      });

      it('in the database as well', async () => {
        const place = Array.from({ length: 13 }, (_, at) => `l${at}`).join('.');
        const written = world.app
          .get(Transactions)
          .run((tx) =>
            sql`UPDATE organization.organization SET path = ${place}::ltree WHERE id = ${deep[10]!}`.execute(tx.db()),
          );
        await expect(written).rejects.toThrow('organization_depth');
      });
    });

    it('one change after the other: two units never come to stand below each other', async () => {
      const moves = await Promise.all([
        operator.post(`/units/${UNIT.fuzhou}/move`, { superiorId: UNIT.xiamen }),
        operator.post(`/units/${UNIT.xiamen}/move`, { superiorId: UNIT.fuzhou }),
      ]);
      expect(moves.map(({ status }) => status).sort()).toEqual([204, 422]);
    });
  });
});
