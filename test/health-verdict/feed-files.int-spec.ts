import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { checkCharacter } from '../../src/identity/contracts/document.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { type Answer, type Browser, World } from '../world.js';
import { aDocument, csv, handIn, HEADER, OUTPATIENTS as FEED, rowsOf, type Visit } from './residents.js';

const CLINIC_GBK = Buffer.from('b7a2c8c8c3c5d5ef', 'hex');

/** Files as authorities really hand them in. */
describe('A file out of a spreadsheet', () => {
  let world: World;
  let operator: Browser;
  const upload = (content: string | Buffer, name = 'records.csv') => handIn(operator, content, { name });
  const rejected = async (batch: Answer) =>
    (await operator.get(`/batches/${String(batch.body['id'])}/rows?result=rejected&limit=100`)).body['items'];
  const daysOf = (prefix: string) =>
    rowsOf<{ reference: string; day: string; kind: string }>(
      world,
      `SELECT reference, happened_on::text AS day, kind FROM health_verdict.evidence WHERE reference LIKE '${prefix}-%' ORDER BY reference`,
    );

  const failedAs = async (fileName: string) =>
    ((await operator.get(`${FEED}?limit=100`)).body['items'] as unknown as { fileName: string; status: string }[]).find(
      (batch) => batch.fileName === fileName && batch.status === 'failed',
    );

  beforeAll(async () => {
    world = await World.start({ demo: true });
    world.clock.moveTo('2020-02-12T10:00:00+08:00');
    operator = await world.signedIn('13900000001');
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
  });

  it.each([
    [
      'semicolons and Chinese dates',
      (text: string) => Buffer.from(text.replaceAll(',', ';').replaceAll('2020-02-10', '2020/2/10')),
    ],
    [
      '"Unicode text"',
      (text: string) =>
        Buffer.from(`\ufeff${text.replaceAll(',', '\t').replaceAll('2020-02-10', '2020年2月10日')}`, 'utf16le'),
    ],
    [
      'sep= and a time of day',
      (text: string) => Buffer.from(`sep=;\r\n${text.replaceAll(',', ';').replaceAll('2020-02-10', '2020/2/10 0:00')}`),
    ],
    ['empty rows and ^Z at its end', (text: string) => Buffer.from(`${text}${',,,,,,\r\n'.repeat(20)}\u001a\0\0`)],
  ])('with %s is read', async (form, written) => {
    const prefix = `SA${form.length}${form.codePointAt(0)!}`;
    const answer = await upload(written(csv({ reference: `${prefix}-1`, document: aDocument() })));
    expect(answer).toMatchObject({ status: 200, body: { accepted: 1, evidence: 1, rejected: 0 } });
    expect(await daysOf(prefix)).toEqual([{ reference: `${prefix}-1`, day: '2020-02-10', kind: 'fever-clinic-visit' }]);
  });

  it('says how many rows became evidence', async () => {
    const visits = [{ department: '骨科' }, {}, { withdrawn: 1 as const }, { date: '2020-02-30' }].map(
      (visit, index) => ({ reference: `SB-${index}`, document: aDocument(), ...visit }),
    );
    expect((await upload(csv(...visits))).body).toMatchObject({ accepted: 3, evidence: 1, rejected: 1 });
  });

  it('counts as evidence what stands when it is applied, however its revisions are ordered', async () => {
    const [document, other] = [aDocument(), aDocument()];
    const row = (revision: number, more = {}) => ({ reference: 'SP-1', revision, document, ...more });
    const counts = async (...visits: readonly Visit[]) => {
      const { accepted, evidence } = (await upload(csv(...visits))).body;
      return [accepted, evidence];
    };
    expect(await counts(row(2, { department: '内科' }), row(1))).toEqual([2, 0]);
    expect(await counts(row(3), row(4, { department: '内科' }))).toEqual([2, 0]);
    expect(await counts(row(6, { withdrawn: 1 }))).toEqual([1, 0]);
    expect(await counts(row(5))).toEqual([1, 0]);
    expect(await counts(row(7), row(8))).toEqual([2, 1]);
    const many = Array.from({ length: 1500 }, (_, index) => ({ reference: `SQ-${index}`, document: other }));
    const revised = [{ reference: 'SQ-0', revision: 2, document: other, department: '内科' }];
    expect(await counts(...many, ...revised, { reference: 'SQ-1', revision: 2, document })).toEqual([1502, 1499]);
  });

  it('with the reference of a record about somebody else is not told to take its place', async () => {
    const [first, second] = [aDocument(), aDocument()];
    const problems = async (...visits: readonly Visit[]) =>
      ((await rejected(await upload(csv(...visits)))) as unknown as { problem: { code: string } }[]).map(
        ({ problem }) => problem.code,
      );
    const [visit, unlisted] = [{ reference: 'SR-1' }, { reference: 'SR-2', department: '内科' }];
    expect(await problems({ ...visit, document: first }, { ...unlisted, document: first })).toEqual([]);
    expect(await problems({ ...visit, document: second }, { ...unlisted, document: second })).toEqual([
      'FEED.REFERENCE_OF_OTHER',
      'FEED.REFERENCE_OF_OTHER',
    ]);
    const another = { document: first, date: '2020-02-11' };
    expect(await problems({ ...visit, ...another }, { ...unlisted, ...another })).toEqual([
      'FEED.REVISION_CONFLICT',
      'FEED.REVISION_CONFLICT',
    ]);
    const both = [first, second].map((document) => ({ reference: 'SR-3', document }));
    expect(await problems(...both)).toEqual(['FEED.REFERENCE_OF_OTHER']);
  });

  it('that is not wholly one encoding is refused with the line, and the same clean row can come again', async () => {
    const rows = [1, 2].map((number) => `SC-${number},1,resident-id,${aDocument()},发热门诊,2020-02-10,0,`) as [
      string,
      string,
    ];
    const mixed = Buffer.concat([
      Buffer.from(`${HEADER},remark\n${rows[0]}\n${rows[1]}`),
      CLINIC_GBK,
      Buffer.from('\n'),
    ]);
    expect(await upload(mixed, 'mixed.csv')).toMatchObject({
      status: 422,
      body: { code: 'FEED.ENCODING', facts: { line: 3 } },
    });
    expect(await upload(Buffer.from(`${HEADER}\n${rows[0].slice(0, -1)}\n${rows[1]}`).subarray(0, -15))).toMatchObject({
      status: 422,
      body: { code: 'FEED.ENCODING', facts: { line: 3 } },
    });
    expect(await daysOf('SC')).toEqual([]);
    expect((await upload(`${HEADER},remark\n${rows.join('\n')}\n`)).body).toMatchObject({ accepted: 2, evidence: 2 });
    expect(await failedAs('mixed.csv')).toMatchObject({ problem: { code: 'FEED.ENCODING', facts: { line: 3 } } });
  });

  it('whose header lacks columns keeps in the list which', async () => {
    await upload('reference,revision,document_type\nx,1,y\n', 'header.csv');
    expect(await failedAs('header.csv')).toMatchObject({
      problem: {
        code: 'FEED.HEADER',
        facts: {
          missing: '证件号码（document_number）、科室（department）、就诊日期（visit_date）、撤回（withdrawn）',
        },
      },
    });
  });

  it('that rounded several numbers is refused, although some of them fit', async () => {
    const rounded = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map(
      (day) => `350102199001${day}100`,
    );
    const fitting = rounded.findIndex((first17) => checkCharacter(first17) === '0');
    const visits = rounded
      .slice(0, Math.max(3, fitting + 1))
      .map((first17, index) => ({ reference: `SD-${index}`, document: `${first17}0` }));
    expect(await upload(csv(...visits))).toMatchObject({
      status: 422,
      body: { code: 'FEED.ROUNDED', facts: { rows: visits.length, line: 2 } },
    });
    expect(await daysOf('SD')).toEqual([]);
  });

  it('with one such number names it, and takes it marked as text', async () => {
    const document =
      Array.from({ length: 28 }, (_, day) => `350102199002${String(day + 1).padStart(2, '0')}100`).find(
        (first17) => checkCharacter(first17) === '0',
      )! + '0';
    const one = await upload(
      csv(
        { reference: 'SE-1', document: aDocument() },
        { reference: 'SE-2', document },
        { reference: 'SE-3', document: '3.50102E+17' },
      ),
    );
    expect(one.body).toMatchObject({ accepted: 1, rejected: 2 });
    expect(await rejected(one)).toMatchObject(
      [2, 3].map((number) => ({
        line: number + 1,
        reference: `SE-${number}`,
        problem: { code: 'ROW.DOCUMENT_ROUNDED', column: 'document_number' },
      })),
    );
    expect(await rowsOf(world, 'SELECT FROM health_verdict.staged_piece')).toEqual([]);
    expect((await upload(csv({ reference: 'SE-2', document: `="${document}"` }))).body).toMatchObject({
      accepted: 1,
      rejected: 0,
    });
  });

  it('with one such number among many honest ones takes the others', async () => {
    const document =
      Array.from({ length: 28 }, (_, day) => `350102199003${String(day + 1).padStart(2, '0')}100`).find(
        (first17) => checkCharacter(first17) === '0',
      )! + '0';
    const visits = [
      ...Array.from({ length: 60 }, () => aDocument()),
      `${document.slice(0, 6)} ${document.slice(6)}`,
    ].map((one, index) => ({ reference: `SM-${index}`, document: one }));
    const batch = await upload(csv(...visits));
    expect(batch.body).toMatchObject({ accepted: 60, rejected: 1 });
    expect(await rejected(batch)).toMatchObject([{ reference: 'SM-60', problem: { code: 'ROW.DOCUMENT_ROUNDED' } }]);
  });

  it('that was cut in its last row loses that row, however it was cut, and comes whole without a conflict', async () => {
    const header = 'reference,revision,document_type,document_number,visit_date,withdrawn,department';
    const rows = [1, 2].map((number) => `SN-${number},1,resident-id,${aDocument()},2020-02-10,0,发热门诊`) as [
      string,
      string,
    ];
    const file = `${header}\n${rows.join('\n')}\n`;
    for (let end = file.length - rows[1].length; end < file.length; end += 4) {
      const cut = await upload(file.slice(0, end));
      expect((await rejected(cut)) as unknown as object[]).toMatchObject([{ line: 3, problem: { code: 'ROW.CUT' } }]);
    }
    expect((await upload(file)).body).toMatchObject({ accepted: 1, evidence: 1, unchanged: 1, rejected: 0 });
    expect((await upload(csv({ reference: 'SN-3', document: aDocument() }).trimEnd())).body).toMatchObject({
      accepted: 1,
      rejected: 0,
    });
  }, 30_000);

  it('with the year 0000 in one row loses that row only', async () => {
    const answer = await upload(
      csv(
        { reference: 'SF-1', document: aDocument() },
        { reference: 'SF-2', document: aDocument(), date: '0000-02-10' },
      ),
    );
    expect(answer.body).toMatchObject({ status: 'applied', accepted: 1, rejected: 1 });
    expect(await rejected(answer)).toMatchObject([{ line: 3, reference: 'SF-2', problem: { code: 'ROW.DATE' } }]);
  });

  it("may be called by a person's name and number: neither is kept in the clear", async () => {
    const number = aDocument();
    const name = `许文静 ${number}.csv`;
    const { body } = await upload(csv({ reference: 'SG-1', document: aDocument() }), name);
    expect(body).toMatchObject({ fileName: name });
    const [kept] = await rowsOf<{ row: string }>(
      world,
      `SELECT b::text AS row FROM health_verdict.batch b WHERE id = '${String(body['id'])}'`,
    );
    expect(kept!.row).not.toMatch(new RegExp(`文静|${number}|\\.csv`));
    expect(kept!.row).not.toContain(Buffer.from(name).toString('hex'));
  });

  it.each([
    [' ', 'file'],
    ['\ufffd\ufffd.csv', 'file.csv'],
    [' a b.csv ', 'a b.csv'],
  ])('has a name that can be seen: %j is %j', async (name, shown) => {
    expect((await upload(csv({ reference: 'SO-1', document: '11010519491231002X' }), name)).body).toMatchObject({
      fileName: shown,
    });
  });

  it('comes alone: with a second one behind it nothing is taken', async () => {
    const part = (name: string, content: string) =>
      `--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n${content}\r\n`;
    const payload = `${part('first.csv', csv({ reference: 'SH-1', document: aDocument() }))}${part('second.csv', csv({ reference: 'SH-2', document: aDocument() }))}--b--\r\n`;
    const headers = {
      'x-requested-with': 'bamin',
      cookie: operator.cookie,
      'content-type': 'multipart/form-data; boundary=b',
    };
    const answer = await world.app.inject({ method: 'POST', url: `/api${FEED}`, headers, payload });
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'FEED.ONE_FILE' }]);
    expect(await daysOf('SH')).toEqual([]);
    expect(await failedAs('first.csv')).toMatchObject({ problem: { code: 'FEED.ONE_FILE' } });
  });

  it('and another one with the same references, sent at once, are applied one after the other, each as a whole', async () => {
    const rows = Array.from({ length: 1600 }, (_, index) => ({ reference: `SI-${index}`, document: aDocument() }));
    const days = ['2020-02-08', '2020-02-09', '2020-02-10'];
    const answers = await Promise.all(days.map((date) => upload(csv(...rows.map((row) => ({ ...row, date }))))));
    expect(answers.map(({ body }) => [body['status'], body['accepted'], body['rejected']]).sort()).toEqual([
      ['applied', 0, 1600],
      ['applied', 0, 1600],
      ['applied', 1600, 0],
    ]);
    expect(new Set((await daysOf('SI')).map(({ day }) => day)).size).toBe(1);
  }, 60_000);

  it('is evidence by the list of departments as of the day of the visit', async () => {
    await world.app.get(Transactions).run((tx) =>
      sql`
          WITH version AS (INSERT INTO health_verdict.list_version VALUES ('fever-departments', 2, '2020-01-15'), ('fever-departments', 3, '2020-02-10'))
          INSERT INTO health_verdict.list_entry (list, version, name, entry, source) VALUES ('fever-departments', 2, '旧发热室', 'old', 'spec'), ('fever-departments', 3, '发热门诊', 'new', 'spec')
        `.execute(tx.db()),
    );
    const visits = ['2020-02-09', '2020-02-10'].map((date, index) => ({
      reference: `SJ-${index}`,
      document: aDocument(),
      department: '旧发热室',
      date,
    }));
    expect(
      (
        await upload(
          csv(...visits, { reference: 'SJ-2', document: aDocument(), department: '旧发热室', date: '2019-12-31' }),
        )
      ).body,
    ).toMatchObject({ accepted: 3, evidence: 1 });
    expect(
      await rowsOf(world, `SELECT reference, list_entry FROM health_verdict.evidence WHERE reference LIKE 'SJ-%'`),
    ).toEqual([{ reference: 'SJ-0', list_entry: 'fever-departments/2/old' }]);
  });
});
