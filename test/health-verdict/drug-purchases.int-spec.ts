import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Lists } from '../../src/health-verdict/application/evidence/lists.js';
import { type Browser, World } from '../world.js';
import { aClaim, aDocument, aResident, csv, handIn, rowsOf } from './residents.js';

const FEED = '/feeds/drug-purchases/batches';

describe('Drug purchases', () => {
  let world: World;
  let operator: Browser;
  const file = (
    ...rows: readonly (readonly [reference: string, document: string, drug: string, withdrawn?: 0 | 1])[]
  ) =>
    [
      '流水号,版本,证件类型,身份证号,药品名称,购药日期,作废',
      ...rows.map(([reference, document, drug, withdrawn = 0]) => {
        const [key, revision = '1'] = reference.split(' v');
        return [key, revision, '居民身份证', document, drug, today(), withdrawn].join(',');
      }),
      '',
    ].join('\r\n');
  const today = () => new Date(world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const kept = <Row>(what: string, reference: string) =>
    rowsOf<Row>(world, `SELECT ${what} FROM health_verdict.evidence WHERE reference = '${reference}'`);

  beforeAll(async () => {
    world = await World.start({ demo: true });
    operator = await world.signedIn('13900000001');
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
  });

  it('turn a code orange if the drug is an antipyretic, by cause 6, and green again when withdrawn', async () => {
    const { browser, document } = await aResident(world);
    await browser.post('/code', aClaim());
    await handIn(operator, file(['P-1', document, '维生素C片']), { feed: FEED });
    expect((await browser.get('/code')).body).toMatchObject({ colour: 'green' });
    await handIn(operator, file(['P-2', document, '布洛芬缓释胶囊（芬必得）0.3g*20粒']), { feed: FEED });
    expect((await browser.get('/code')).body).toMatchObject({ colour: 'orange', causes: [{ cause: 6 }] });
    await handIn(operator, file(['P-2 v2', document, '布洛芬', 1]), { feed: FEED });
    expect((await browser.get('/code')).body).toMatchObject({ colour: 'green' });
  });

  it('say by which entry of which version of the list they are evidence, and keep no name of a drug', async () => {
    const { body } = await handIn(operator, file(['P-3', aDocument(), '百服宁']), { feed: FEED });
    expect(body).toMatchObject({ accepted: 1, evidence: 0 });
    await handIn(operator, file(['P-4', aDocument(), '扑热息痛片']), { feed: FEED });
    expect(await kept('kind, list_entry', 'P-4')).toEqual([
      { kind: 'antipyretic-purchase', list_entry: 'antipyretics/1/paracetamol' },
    ]);
    const [all] = await rowsOf<{ text: string }>(
      world,
      `SELECT concat((SELECT string_agg(e::text, '') FROM health_verdict.evidence e), (SELECT string_agg(u::text, '') FROM health_verdict.unlisted_fact u),
         (SELECT string_agg(r::text, '') FROM health_verdict.record r)) AS text`,
    );
    expect(all!.text).toContain('P-3');
    expect(all!.text).not.toMatch(/百服宁|扑热息痛[片]?,/);
  });

  it('that are no evidence name nobody who could be read, and can be asked about by a later list', async () => {
    const document = aDocument();
    const people = async () => (await rowsOf(world, 'SELECT FROM health_verdict.subject_document')).length;
    const before = await people();
    await handIn(operator, file(['P-5', document, '百服宁']), { feed: FEED });
    expect(await people()).toBe(before);
    const asked = world.app.get(Lists).hashOf('antipyretics', '百服宁').toString('hex');
    expect(
      await rowsOf(
        world,
        `SELECT reference FROM health_verdict.unlisted_fact JOIN health_verdict.record USING (batch_id, line) WHERE named_hash = decode('${asked}', 'hex') ORDER BY reference`,
      ),
    ).toEqual([{ reference: 'P-3' }, { reference: 'P-5' }]);
  });

  it('are of no use to a list when they are older than any window of a rule', async () => {
    const old = file(['P-6', aDocument(), '百服宁']).replace(today(), '2020-01-10');
    expect((await handIn(operator, old, { feed: FEED })).body).toMatchObject({ accepted: 1 });
    expect(
      await rowsOf(
        world,
        `SELECT FROM health_verdict.unlisted_fact JOIN health_verdict.record USING (batch_id, line) WHERE reference = 'P-6'`,
      ),
    ).toEqual([]);
  });

  it('and visits have references of their own', async () => {
    await handIn(operator, csv({ reference: 'P-4', document: aDocument() }));
    expect(await kept('feed', 'P-4')).toHaveLength(2);
  });
});
