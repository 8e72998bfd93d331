import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Feeds } from '../../src/health-verdict/application/evidence/feeds.js';
import { HEALTH_INSURANCE } from '../../src/health-verdict/feeds/authorities.js';
import { anyDay, pastDay } from '../../src/health-verdict/feeds/columns.js';
import { describeFeed } from '../../src/health-verdict/feeds/feed.js';
import { type Browser, World } from '../world.js';
import { handIn, rowsOf } from './residents.js';

/** All that there is to a third feed, about areas this time; here it is the operator's who is at hand. */
const closures = describeFeed({
  key: 'closures',
  authority: HEALTH_INSURANCE,
  name: { zh: '封闭管理区域', en: 'Areas under closed management' },
  expectedHours: 48,
  about: 'area',
  columns: {
    closed_on: pastDay({ zh: '封闭日期', en: 'Closed on' }),
    closed_until: anyDay({ zh: '预计解除日期', en: 'Until' }),
    released_on: anyDay({ zh: '解除日期', en: 'Released on' }),
  },
  fact: ({ closed_on, closed_until, released_on }) => ({
    kind: 'closed-area',
    from: closed_on,
    until: closed_until,
    released: released_on,
  }),
});

describe('A third feed', () => {
  let world: World;
  let operator: Browser;
  const FEED = '/feeds/closures/batches';

  beforeAll(async () => {
    world = await World.start({ demo: true });
    await world.app.get(Feeds).open(closures);
    operator = await world.signedIn('13900000001');
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
  });

  it('is there when it is described: listed, taken in, evidence with an end, late or not', async () => {
    const file = [
      '编号,版本,区域编码,封闭日期,预计解除日期,撤回',
      'F-1,1,350102001001,2020年2月1日,2020/2/15,',
      'F-2,1,350102001002,2020-02-03,,0',
      'F-3,1,,2020-02-03,,0',
      'F-4,1,350102001004,2020-02-30,,0',
      '',
    ].join('\n');
    const { body } = await handIn(operator, file, { feed: FEED });
    expect(body).toMatchObject({ feed: 'closures', accepted: 2, evidence: 2, rejected: 2 });
    const rows = await operator.get(`/batches/${String(body['id'])}/rows?result=rejected`);
    expect(rows.body['items']).toMatchObject([
      { line: 4, problem: { code: 'ROW.AREA', column: 'area' } },
      { line: 5, problem: { code: 'ROW.DATE', column: 'closed_on' } },
    ]);
    expect((await operator.get('/feeds')).body['items']).toEqual(
      expect.arrayContaining([expect.objectContaining({ key: 'closures', late: false, asOf: expect.any(String) })]),
    );
    expect(await closed()).toEqual([
      { area: '350102001001', from: '2020-02-01', until: '2020-02-15', released: null },
      { area: '350102001002', from: '2020-02-03', until: null, released: null },
    ]);
  });

  it('is released by a revision, and withdrawn by another', async () => {
    const header = 'reference,revision,area,closed_on,closed_until,released_on,withdrawn\n';
    await handIn(operator, `${header}F-1,2,350102001001,2020-02-01,2020-02-15,2020-02-12,0\n`, { feed: FEED });
    expect(await closed()).toContainEqual({
      area: '350102001001',
      from: '2020-02-01',
      until: '2020-02-15',
      released: '2020-02-12',
    });
    await handIn(operator, `${header}F-1,3,350102001001,2020-02-01,,,1\n`, { feed: FEED });
    expect((await closed()).map(({ area }) => area)).toEqual(['350102001002']);
  });

  const closed = () =>
    rowsOf<{ area: string; from: string; until: string | null; released: string | null }>(
      world,
      `SELECT area_key AS area, happened_on::text AS from, until_on::text AS until, released_on::text AS released FROM health_verdict.evidence e
       WHERE area_key IS NOT NULL AND subject_id IS NULL AND NOT EXISTS (
         SELECT FROM health_verdict.record later WHERE later.feed = e.feed AND later.reference = e.reference AND later.revision > e.revision) ORDER BY area_key`,
    );
});
