import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import type { ColumnView } from '../../src/health-verdict/application/evidence/batch-views.js';
import { type Browser, World } from '../world.js';
import { aDocument, applied, csv, handIn, HEADER, OUTPATIENTS as FEED, rowsOf } from './residents.js';

/** 发热门诊 in GBK. */
const FEVER_CLINIC_GBK = Buffer.from('b7a2c8c8c3c5d5ef', 'hex');

describe('A file of outpatient records', () => {
  let world: World;
  let operator: Browser;
  const upload = (content: string | Buffer, feed = FEED) => handIn(operator, content, { feed });
  const evidence = (reference: string) =>
    rowsOf<{ kind: string; list_entry: string }>(
      world,
      `SELECT kind, list_entry FROM health_verdict.evidence WHERE reference = '${reference}'`,
    );
  const rejected = async (batch: { body: { [field: string]: unknown } }) =>
    (await operator.get(`/batches/${String(batch.body['id'])}/rows?result=rejected`)).body['items'];

  beforeAll(async () => {
    world = await World.start({ demo: true, environment: { BAMIN_UPLOAD_LIMIT_BYTES: '3000000' } });
    world.clock.moveTo('2020-02-12T10:00:00+08:00');
    operator = await world.signedIn('13900000001');
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
  });

  it('makes evidence of the visits to fever departments, and of no others', async () => {
    const answer = await upload(
      csv({ reference: 'A-1', document: aDocument() }, { reference: 'A-2', document: aDocument(), department: '骨科' }),
    );
    expect(answer.body).toMatchObject({ status: 'applied', rows: 2, accepted: 2, evidence: 1, rejected: 0 });
    expect([await evidence('A-1'), await evidence('A-2')]).toEqual([
      [{ kind: 'fever-clinic-visit', list_entry: 'fever-departments/1/发热门诊' }],
      [],
    ]);
  });

  it('may be UTF-8 with a byte order mark, or GBK, with other columns in any order', async () => {
    const bom = await upload(
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(csv({ reference: 'B-1', document: aDocument() }))]),
    );
    const row = Buffer.concat([
      Buffer.from(`B-2,1,resident-id,${aDocument()},`),
      FEVER_CLINIC_GBK,
      Buffer.from(',2020-02-10,0,x\n'),
    ]);
    const gbk = await upload(Buffer.concat([Buffer.from(`${HEADER},remark\n`), row]));
    expect([bom.body, gbk.body]).toMatchObject([{ accepted: 1 }, { accepted: 1 }]);
    expect([...(await evidence('B-1')), ...(await evidence('B-2'))]).toHaveLength(2);
  });

  it('keeps the good rows and says of each bad one why, without repeating it', async () => {
    const good = aDocument();
    const wrongCheck = good.slice(0, 17) + (good.endsWith('1') ? '2' : '1');
    const batch = await upload(
      csv(
        { reference: 'C-1', document: good },
        { reference: 'C-2', document: wrongCheck },
        { reference: 'C-3', document: good, date: '2020-02-30' },
        { reference: good, document: good },
      ) +
        `C-5,1,resident-id\r\nC-6,0,resident-id,${good},发热门诊,2020-02-10,0\r\nC-7,1,resident-id,${good},发热门诊\u0000,2020-02-10,0\r\n`,
    );
    expect(batch.body).toMatchObject({ accepted: 1, rejected: 6 });
    const items = await rejected(batch);
    expect(items).toMatchObject([
      { line: 3, reference: 'C-2', problem: { code: 'ROW.DOCUMENT_CHECKSUM', column: 'document_number' } },
      { line: 4, reference: 'C-3', problem: { code: 'ROW.DATE', column: 'visit_date' } },
      { line: 5, reference: '', problem: { code: 'ROW.REFERENCE_DOCUMENT', column: 'reference' } },
      { line: 6, reference: 'C-5', problem: { code: 'ROW.LACKS', column: 'document_number' } },
      { line: 7, reference: 'C-6', problem: { code: 'ROW.REVISION' } },
      { line: 8, reference: 'C-7', problem: { code: 'ROW.UNPRINTABLE', column: 'department' } },
    ]);
    expect(JSON.stringify(items)).not.toContain(good.slice(0, 17));
  });

  it('changes nothing when it comes again', async () => {
    const file = csv({ reference: 'D-1', document: aDocument() }, { reference: 'D-2', document: aDocument() });
    expect((await upload(file)).body).toMatchObject({ accepted: 2, unchanged: 0 });
    expect((await upload(file)).body).toMatchObject({ accepted: 0, unchanged: 2, rejected: 0 });
  });

  it('cannot give a revision another content, in one file or in two; a new revision can', async () => {
    const visit = { reference: 'E-1', document: aDocument() };
    const twice = await upload(csv(visit, visit, { ...visit, date: '2020-02-09' }));
    expect(twice.body).toMatchObject({ accepted: 1, unchanged: 1, rejected: 1 });
    const conflict = await upload(csv({ ...visit, date: '2020-02-08' }));
    expect(await rejected(conflict)).toMatchObject([
      {
        line: 2,
        reference: 'E-1',
        problem: {
          code: 'FEED.REVISION_CONFLICT',
          column: 'revision',
          title: { zh: expect.stringContaining('更高的版本号') },
        },
      },
    ]);
    expect((await upload(csv({ ...visit, revision: 2, date: '2020-02-08' }))).body).toMatchObject({ accepted: 1 });
  });

  it('uploaded twice at the same time counts once', async () => {
    const file = csv(...Array.from({ length: 40 }, (_, index) => ({ reference: `F-${index}`, document: aDocument() })));
    const batches = await Promise.all([upload(file), upload(file), upload(file)]);
    expect(batches.map(({ body }) => [body['accepted'], body['unchanged']]).sort()).toEqual([
      [0, 40],
      [0, 40],
      [40, 0],
    ]);
  });

  it.each([
    ['reference,revision\nG-1,1\n', 'FEED.HEADER', /证件类型（document_type）、证件号码（document_number）/],
    [`${HEADER},revision\n`, 'FEED.COLUMN_TWICE', /版本（revision）/],
    [
      'reference,revision,document_type,document_number,drug,purchase_date,withdrawn\n',
      'FEED.OTHER_FEED',
      /药店购药记录/,
    ],
    ['编号，版本，证件类型，证件号码\n', 'FEED.SEPARATOR', /"line":1/],
    ['%PDF-1.4\n', 'FEED.PDF', /PDF/],
    ['', 'FEED.EMPTY', /no rows/],
    ['PK\u0003\u0004x', 'FEED.WORKBOOK', /Excel/],
    [`门诊记录\n${HEADER}\n`, 'FEED.TITLE', /"line":2/],
    ['<html><table>', 'FEED.WEB_PAGE', /HTML/],
    [Buffer.from([0x61, 0, 0, 0, 0x2c, 0, 0, 0]), 'FEED.UTF_32', /UTF-32/],
    [`${HEADER},memo\n${',x'.repeat(7)}${'备'.repeat(100_000)}\n`, 'FEED.LONG_CELL', /"column":"memo"/],
    [Buffer.concat([Buffer.from(`${HEADER}\nG-1,1,`), Buffer.from([0xff, 0xff, 0xff])]), 'FEED.ENCODING', /"line":2/],
    [`${HEADER}\n"${'x'.repeat(30_000)}`, 'FEED.BROKEN_FILE', /"line":2/],
  ])('that cannot be read is refused as a whole (%#)', async (content, code, facts) => {
    const answer = await upload(content as string | Buffer);
    expect(answer).toMatchObject({ status: 422, body: { code } });
    expect(JSON.stringify(answer.body)).toMatch(facts);
  });

  it('beyond the limit is refused, at once when its size is said and else while it arrives, and leaves nothing', async () => {
    const rows = Array.from(
      { length: 60_000 },
      (_, index) => `H-${index},1,resident-id,110105194912310021,发热门诊,2020-02-10,0`,
    );
    expect(await upload([HEADER, ...rows].join('\n'))).toMatchObject({ status: 413, body: { code: 'FEED.TOO_LARGE' } });
    const address = await listening();
    const head = `--b\r\ncontent-disposition: form-data; name="file"; filename="z.csv"\r\n\r\n${HEADER}\n`;
    const body = Readable.from([head, ...rows.map((row) => `${row}\n`), '\r\n--b--\r\n']);
    const headers = {
      'x-requested-with': 'bamin',
      cookie: operator.cookie,
      'content-type': 'multipart/form-data; boundary=b',
    };
    const unsaid = await fetch(`${address}/api${FEED}`, {
      method: 'POST',
      headers,
      body: Readable.toWeb(body) as ReadableStream,
      duplex: 'half',
    } as RequestInit);
    expect(unsaid.status).toBe(413);
    expect(await statusOf('z.csv')).toBe('failed');
    await expectNothingLeft();
  });

  it.each([
    ['in the header of the table', (file: string) => file.slice(0, 20)],
    ['in a row', (file: string) => file.slice(0, -200)],
    ['behind the last row', (file: string) => file],
    [
      'behind the file, before the end of the form',
      (file: string) => `${file}\r\n--b\r\ncontent-disposition: form-data; name="a"`,
    ],
  ])('whose connection breaks %s leaves nothing, and may come again', async (where, cut) => {
    const before = (await rowsOf(world, 'SELECT FROM health_verdict.evidence')).length;
    const { port } = new URL(await listening());
    const [name, key] = [`${where}.csv`, where.replaceAll(/[ ,]/g, '-')];
    const file = csv(
      ...Array.from({ length: 3000 }, (_, index) => ({ reference: `I-${index}`, document: '11010519491231002X' })),
    );
    const body = `--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n${cut(file)}`;
    const head = `POST /api${FEED} HTTP/1.1\r\nhost: x\r\nx-requested-with: bamin\r\ncookie: ${operator.cookie}\r\nidempotency-key: ${key}\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 2900000\r\n\r\n`;
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(head + body);
    await untilThere(async () => (await statusOf(name)) !== undefined);
    socket.destroy();
    await untilThere(async () => (await statusOf(name)) === 'failed');
    expect((await rowsOf(world, 'SELECT FROM health_verdict.evidence')).length).toBe(before);
    expect(await rowsOf(world, `SELECT FROM platform.operation WHERE state = 'received'`)).toEqual([]);
    await expectNothingLeft();
    const whole = Buffer.from(csv({ reference: key, document: aDocument() }));
    const again = await operator.upload(FEED, name, whole, { 'idempotency-key': key });
    expect((await applied(operator, String(again.body['id']))).body).toMatchObject({ accepted: 1 });
  });

  it('with a wrong header is answered while most of it is still on its way', async () => {
    const address = await listening();
    const form = new FormData();
    form.append('file', new Blob(['a,b\n', 'x,y\n'.repeat(600_000)]), 'y.csv');
    const headers = { 'x-requested-with': 'bamin', cookie: operator.cookie };
    const answer = await fetch(`${address}/api${FEED}`, { method: 'POST', headers, body: form });
    expect(answer.status).toBe(422);
  });

  it('of thousands of rows is applied in pieces', async () => {
    const file = csv(
      ...Array.from({ length: 3500 }, (_, index) => ({ reference: `J-${index}`, document: aDocument() })),
    );
    expect((await upload(file)).body).toMatchObject({ accepted: 3500, rejected: 0 });
  }, 60_000);

  it('tells what each column is called and what stands in it, and takes a file that is headed so', async () => {
    const feeds = (await operator.get('/feeds')).body['items'] as unknown as { key: string; columns: ColumnView[] }[];
    const { columns } = feeds.find(({ key }) => key === 'outpatient-records')!;
    expect(columns.find(({ name }) => name === 'visit_date')).toEqual({
      name: 'visit_date',
      names: ['就诊日期', '就诊时间', '门诊日期', '入院日期'],
      hint: { zh: expect.stringContaining('2020-02-09'), en: expect.stringContaining('2020-02-09') },
      optional: false,
      mayBeEmpty: false,
    });
    expect(columns.filter(({ optional }) => optional).map(({ name }) => name)).toEqual(['country']);
    const said: Record<string, string> = {
      reference: 'T-1',
      revision: '1',
      document_type: '居民身份证',
      document_number: aDocument(),
      department: '发热门诊',
      visit_date: '2020年2月10日',
    };
    const lines = [columns.map(({ names }) => names[0]), columns.map(({ name }) => said[name] ?? '')];
    const headed = `\ufeff${lines.map((cells) => `${cells.join(',')}\r\n`).join('')}`;
    expect((await upload(headed)).body).toMatchObject({ accepted: 1, rejected: 0 });
  });

  it("is nobody else's: other people and other feeds find nothing", async () => {
    const mine = await upload(csv({ reference: 'K-1', document: aDocument() }));
    await rowsOf(
      world,
      `INSERT INTO health_verdict.feed (key, authority_id) VALUES ('case-register', '01900000-0000-7000-8000-00000000a002')`,
    );
    const administrator = await world.signedIn('13900000002');
    expect((await administrator.get(`/batches/${String(mine.body['id'])}`)).status).toBe(403);
    expect(await upload(csv(), '/feeds/case-register/batches')).toMatchObject({
      status: 404,
      body: { code: 'FEED.NOT_FOUND' },
    });
    expect((await operator.get('/feeds')).body).toMatchObject({
      items: [
        { key: 'drug-purchases', late: false },
        { key: 'outpatient-records', late: false },
      ],
    });
    expect((await operator.get(`${FEED}?limit=100`)).body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ id: mine.body['id'] })]),
    });
    expect((await operator.get(`${FEED}?limit=1`)).body).toMatchObject({ items: [{}], next: expect.any(String) });
  });

  async function statusOf(fileName: string): Promise<string | undefined> {
    const items = (await operator.get(`${FEED}?limit=100`)).body['items'] as unknown as {
      fileName: string;
      status: string;
    }[];
    return items.find((batch) => batch.fileName === fileName)?.status;
  }

  async function listening(): Promise<string> {
    if (!world.app.getHttpServer().listening) await world.app.listen(0, '127.0.0.1');
    const { port } = world.app.getHttpServer().address() as { port: number };
    return `http://127.0.0.1:${port}`;
  }

  async function expectNothingLeft(): Promise<void> {
    expect(await rowsOf(world, 'SELECT FROM health_verdict.staged_piece')).toEqual([]);
    expect(
      await rowsOf(
        world,
        `SELECT FROM health_verdict.batch_row r JOIN platform.operation o ON o.id = r.batch_id WHERE o.state = 'failed'`,
      ),
    ).toEqual([]);
  }

  it('without a row, or with none that can be taken, does not make the data look newer, and the list says why', async () => {
    const hour = (hours: number) => new Date(Date.now() + hours * 3_600_000);
    world.clock.moveTo(hour(1)); // After whatever the demo world handed in.
    operator = await world.signedIn('13900000001');
    const asOf = async () => ((await operator.get('/feeds')).body['items'] as unknown as { asOf: string }[])[1]!.asOf;
    await upload(csv({ reference: 'N-1', document: aDocument() }));
    const before = await asOf();
    world.clock.moveTo(hour(2));
    expect(await upload(`${HEADER}\r\n`)).toMatchObject({ status: 422, body: { code: 'FEED.EMPTY' } });
    const [latest] = (await operator.get(FEED)).body['items'] as unknown as object[];
    expect(latest).toMatchObject({
      status: 'failed',
      problem: { code: 'FEED.EMPTY', title: { zh: '文件中没有记录' } },
    });
    expect(await upload(csv({ reference: 'N-2', document: aDocument(), date: '2020-02-30' }))).toMatchObject({
      body: { status: 'applied', rejected: 1 },
    });
    expect(await asOf()).toBe(before);
    await upload(csv({ reference: 'N-3', document: aDocument() }));
    expect(Date.parse(await asOf()) - Date.parse(before)).toBeGreaterThan(3_000_000);
  });
});

async function untilThere(there: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await there()); tries++) {
    if (tries > 100) throw new Error('It never came.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
