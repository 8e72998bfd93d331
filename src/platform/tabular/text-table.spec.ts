import fc from 'fast-check';
import { Readable } from 'node:stream';
import type { TableRow } from './header.js';
import { textTable } from './text-table.js';
import type { UnreadableTable } from './unreadable-table.js';

/** 发热, 发热门诊 and 学习 as Excel on Chinese Windows writes them. */
const [FEVER_GBK, CLINIC_GBK, LEARNING_GBK] = ['b7a2c8c8', 'b7a2c8c8c3c5d5ef', 'd1a7cfb0'].map((hex) =>
  Buffer.from(hex, 'hex'),
) as [Buffer, Buffer, Buffer];
const UTF16 = Buffer.from('\ufeffa,b\r\n喆垚㐂𠮷燚犇骉淼,囍\r\n', 'utf16le');
const [CRLF_TAB_UTF16, BOM] = [
  Buffer.from('\ufeffa\tb\tc\r\n发热\t"x\ty"\t\r\n', 'utf16le'),
  Buffer.from([0xef, 0xbb, 0xbf]),
];

async function read(bytes: Buffer, pieces = bytes.length || 1): Promise<TableRow[]> {
  const chunks: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += pieces) chunks.push(bytes.subarray(from, from + pieces));
  const rows: TableRow[] = [];
  for await (const row of textTable(Readable.from(chunks), [{ name: 'a', synonyms: ['甲', 'Ａ 列'] }, { name: 'b' }]))
    rows.push(row);
  return rows;
}

const table = (...parts: (string | Buffer)[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));
const fieldsOf = async (bytes: Buffer) => (await read(bytes)).map(({ fields }) => fields);
const whole = { lacks: [], surplus: false };
const refusal = (bytes: Buffer, pieces?: number) =>
  read(bytes, pieces).then(
    () => undefined,
    (error: UnreadableTable) => error,
  );

const OUTPATIENTS = [
  { name: 'reference', synonyms: ['编号'] },
  { name: 'document_number', synonyms: ['证件号码', '身份证号'] },
  { name: 'department', synonyms: ['科室', '科室名称'] },
];
async function outpatients(bytes: Buffer): Promise<TableRow['fields'][]> {
  const rows: TableRow['fields'][] = [];
  for await (const { fields } of textTable(Readable.from([bytes]), OUTPATIENTS)) rows.push(fields);
  return rows;
}

describe('a text table', () => {
  it('names fields by the header, in any order and any line end, and a row of several lines by its first', async () => {
    expect(await read(table('b,a\r\n1,2\n\n"x\r\ny",z\r\n3\n\n"p\n\nq",r\r4,5'))).toEqual([
      { ...whole, line: 2, fields: { a: '2', b: '1' } },
      { ...whole, line: 4, fields: { a: 'z', b: 'x\ny' } },
      { ...whole, line: 6, fields: { b: '3' }, lacks: ['a'] },
      { ...whole, line: 8, fields: { a: 'r', b: 'p\n\nq' } },
      { ...whole, line: 11, fields: { a: '5', b: '4' }, openIn: 'a' },
    ]);
  });

  it.each([
    ['semicolons', table('a;b\n1;"2,3"\n')],
    ['tabs', table('a\tb\n1\t"2,3"\n')],
    ['sep=', table('sep=;\r\na;b\r\n1;2,3\r\n')],
    ['sep= after a mark', table(BOM, 'sep=|\n"a"|B\n1|2,3\n')],
    ['"Unicode text"', Buffer.from('\ufeffa\tb\r\n1\t"2,3"\r\n', 'utf16le')],
    ['UTF-16 the other way round', Buffer.from('\ufeffa\tb\r\n1\t"2,3"\r\n', 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from('a,b\r\n1,"2,3"\r\n', 'utf16le')],
    ['UTF-16 the other way round without a mark', Buffer.from('a,b\r\n1,"2,3"\r\n', 'utf16le').swap16()],
  ])('may have %s', async (_, bytes) => {
    for (const pieces of [1, 3, bytes.length])
      expect((await read(bytes, pieces)).map(({ fields }) => fields)).toEqual([{ a: '1', b: '2,3' }]);
  });

  it.each(['甲,b', ' "甲" ,B', 'Ａ 列;b', 'b\t甲'])('may name its columns by other words: %j', async (header) => {
    const delimiter = /[,;\t]/.exec(header)![0];
    const [row] = await read(table(`${header}\nx${delimiter}x\n`));
    expect(row!.fields).toEqual({ a: 'x', b: 'x' });
  });

  it('counts the line that says sep=', async () => {
    expect(await read(table('sep=;\r\na;b\r\n1;2\r\n'))).toMatchObject([{ line: 3 }]);
  });

  it.each(['', '\u001a', '\0\0\0\0', '\u001a\0\r\n', ',\r\n,\r\n , \r\n', ',,,\n,,,', '\n\n'])(
    'ends before %j',
    async (tail) => {
      expect(await fieldsOf(table('a,b\n1,2\n', tail))).toEqual([{ a: '1', b: '2' }]);
      expect(await fieldsOf(table('a,b\n1,2', tail.startsWith(',') ? `\n${tail}` : tail))).toEqual([
        { a: '1', b: '2' },
      ]);
    },
  );

  it('may have empty cells beside it, and nothing else', async () => {
    expect((await read(table('a,b\n1,2,,\n1,2,,x\n'))).map(({ surplus }) => surplus)).toEqual([false, true]);
  });

  it.each([
    ['a,b\n1,2', 'b'],
    ['a,b\n1,', 'b'],
    ['a,b\n1', 'a'],
    ['a,b\n1,2\u001a', 'b'],
    ['a,c,b\n1,2', 'c'],
    ['a,b,c\n1,2,3', undefined],
    ['a,b,c\n1,2,', undefined],
    ['a,b\n1,2\r', undefined],
    ['a,b\n1,2\n', undefined],
    ['a,b\n1,2\n,', undefined],
  ])('says where it ends without a line end: %j', async (text, openIn) => {
    for (const pieces of [1, 100]) expect((await read(table(text), pieces)).map((row) => row.openIn)).toEqual([openIn]);
  });

  it('may have long cells, and says where one is longer than anybody needs', async () => {
    const remark = '备注'.repeat(20_000);
    expect(await read(table(`a,b,c\n1,2,${remark}\n`))).toMatchObject([{ fields: { a: '1', b: '2' } }]);
    expect(await refusal(table(`a,b,c\n1,2,3\n1,2,${remark.repeat(5)}\n`))).toMatchObject({
      reason: 'long-cell',
      facts: { line: 3, column: 'c' },
    });
  });

  it('reads the same however it is cut into pieces, in every encoding', async () => {
    const rows = 'plain,row\r\n'.repeat(20);
    const files = [
      table(BOM, `a,b\r\n${rows}发热,门诊\r\n`),
      table(`a,b\n${rows}`, FEVER_GBK, ',x\n'),
      CRLF_TAB_UTF16,
      Buffer.from(CRLF_TAB_UTF16).swap16(),
    ];
    for (const file of files) {
      const uncut = await read(file);
      expect(uncut.at(-1)!.fields).toMatchObject({ a: '发热' });
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 50 }), async (pieces) =>
          expect(await read(file, pieces)).toEqual(uncut),
        ),
        { numRuns: 30 },
      );
    }
  });
});

describe('the header of a table', () => {
  it.each([
    '编号,证件号码(18位),科室',
    '*编号,证件号码（必填）：,【必填】科室',
    '编 号,"证件\n号码",科\u200b室',
    'Reference,Document Number,DEPARTMENT',
    '編號,證件號碼,科室',
    '编号：,身份证号,科室名称',
  ])('may be written as offices write it: %j', async (header) => {
    expect(await outpatients(table(`${header}\n1,2,3\n`))).toEqual([
      { reference: '1', document_number: '2', department: '3' },
    ]);
  });

  it.each([
    ['编号,证件号码,科室,身份证号', '1,2,3,x'],
    ['编号,身份证号,科室,证件号码', '1,x,3,2'],
    ['编号,证件号码(旧),证件号码,科室名称,科室', '1,x,2,x,3'],
    ['编号,document_number,证件号码,科室', '1,2,x,3'],
  ])('may name a column in two ways, of which the one that we tell first counts: %j', async (header, row) => {
    expect(await outpatients(table(`${header}\n${row}\n`))).toEqual([
      { reference: '1', document_number: '2', department: '3' },
    ]);
  });

  it.each(['，', '、', '^', '~', '  ', '；'])('has something else between its columns: %j', async (separator) => {
    const text = `门诊记录\n${['编号', '证件号码', '科室'].join(separator)}\n${['1', '2', '3'].join(separator)}\n`;
    expect(await outpatients(table(text)).catch((error: unknown) => error)).toMatchObject({
      reason: 'separator',
      facts: { line: 2 },
    });
  });

  it.each(['sep=;,,,', 'sep =;', '"sep=;"', 'SEP = ;'])('stands below a line that says %j', async (line) => {
    expect(await fieldsOf(table(`${line}\na;b\n1;2,3\n`))).toEqual([{ a: '1', b: '2,3' }]);
  });

  it('may be Chinese in UTF-16, without a mark, in either order of bytes', async () => {
    const title = fc.constantFrom('科室名称', '就诊日期', '備註', '住址（省市县）', 'name', '患者有效身份证件号码全称');
    const titles = fc.uniqueArray(title, { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(titles, fc.constantFrom('\t', ',', ';'), fc.boolean(), async (others, separator, big) => {
        const names = ['编号', '证件号码', '科室', ...others];
        const text = `${names.join(separator)}\r\n${['1', '2', '发热门诊'].join(separator)}\r\n`;
        const bytes = Buffer.from(text, 'utf16le');
        expect(await outpatients(big ? bytes.swap16() : bytes)).toEqual([
          { reference: '1', document_number: '2', department: '发热门诊' },
        ]);
      }),
    );
  });

  it('in Big5 is known as such', async () => {
    const bytes = Buffer.from('bd73b8b92cc3d2a5f3b8b9bd582cacecabc70d0a312c412cb56fbcf6aaf9b6450d0a', 'hex');
    expect(await outpatients(bytes).catch((error: unknown) => error)).toMatchObject({ reason: 'big5' });
  });
});

describe('the encoding of a table', () => {
  it('may show late: GBK after kilobytes of ASCII', async () => {
    expect((await read(table(`a,b\n${'plain,row\n'.repeat(20_000)}`, FEVER_GBK, ',x\n'), 7000)).at(-1)).toMatchObject({
      fields: { a: '发热' },
    });
  });

  it('is what it reads naturally as, where bytes fit two', async () => {
    expect(await fieldsOf(table('a,b\n', LEARNING_GBK, ',x\n'))).toEqual([{ a: '学习', b: 'x' }]);
    expect(await fieldsOf(table('a,b\nJosé,x\n'))).toEqual([{ a: 'José', b: 'x' }]);
  });

  it.each([
    ['a few bytes of GBK in another column', table('a,b,c\n发热,门诊,一\n发热,门诊,', FEVER_GBK, '\n'), 3],
    ['the same in the only row', table('a,b,c\n发热门诊,x,', FEVER_GBK, '\n'), 2],
    ['GBK in the header', table('a,b,', FEVER_GBK, '\n发热,门诊,\n'), 1],
    ['one stray byte', table('a,b\n发热,门诊\nx,y\n发热,', Buffer.from([0xb7]), '\n发热,门诊\n'), 4],
    ['an end inside a character', table('a,b\n发热,门诊\n发热,', Buffer.from('门诊').subarray(0, 5)), 3],
    ['an end inside the only character', table('a,b\nx,发热', Buffer.from('门').subarray(0, 2)), 2],
    [
      'one row of UTF-8 in much GBK',
      table('a,b\n', ...Array.from({ length: 300 }, () => table(CLINIC_GBK, ',x\n')), '发热门诊,x\n'),
      302,
    ],
    [
      'UTF-8 after kilobytes of GBK',
      table('a,b\n', ...Array.from({ length: 9000 }, () => table(CLINIC_GBK, ',x\n')), '发热门诊,x\n'),
      9002,
    ],
    ['GBK after kilobytes of UTF-8', table(`a,b\n${'发热,门诊\n'.repeat(9000)}`, FEVER_GBK, ',x\n'), 9002],
    ['GBK behind a mark of UTF-8', table(BOM, 'a,b\n', FEVER_GBK, ',x\n'), 2],
    ['GBK that ends inside a character', table('a,b\n', CLINIC_GBK, ',', CLINIC_GBK.subarray(0, 7)), 2],
    ['half a character of UTF-16', table(CRLF_TAB_UTF16, Buffer.from('78000900d8', 'hex')), 3],
    ['half a pair of UTF-16', table(CRLF_TAB_UTF16, Buffer.from('00d8090078000d000a00', 'hex'), CRLF_TAB_UTF16), 3],
    ['UTF-16 with rows of GBK', table(UTF16, 'r2,1,', CLINIC_GBK, ',2020-02-10,0\r\n'), 3],
    ['UTF-16 with rows of UTF-8', table(UTF16, 'r22,1,发热门诊,2020-02-10,0\r\n'), 3],
    [
      'UTF-16 with rows the other way round',
      table(UTF16, Buffer.from('r2,1,发热门诊,2020-02-10,0\r\n', 'utf16le').swap16()),
      3,
    ],
    [
      'UTF-16 the other way round with rows of GBK',
      table(Buffer.from(UTF16).swap16(), 'r2,1,', CLINIC_GBK, ',2020-02-10,0\r\n'),
      3,
    ],
    [
      'UTF-16 the other way round with rows that are not',
      table(Buffer.from(UTF16).swap16(), Buffer.from('r2,1,发热门诊,2020-02-10,0\r\n', 'utf16le')),
      3,
    ],
    ['a stray byte behind returns only', table('a,b\r发热,门诊\rx,y\r发热,', Buffer.from([0xb7]), '\r发热,门诊\r'), 4],
    ['the same in GBK', table('a,b\r', CLINIC_GBK, ',x\r', CLINIC_GBK, ',x\r发热门诊,x\r'), 4],
    ['bytes of nothing', table('a,b\n1,2\n', Buffer.from([0xff, 0xff, 0xff])), 3],
  ])('is one: %s is refused with the line', async (_, bytes, line) => {
    for (const pieces of [5, 7000, bytes.length])
      expect(await refusal(bytes, pieces)).toMatchObject({ reason: 'encoding', facts: { line } });
  });

  it('is found in texts of common characters, whatever they say', async () => {
    const character = fc
      .integer({ min: 0, max: 39 * 94 - 10 })
      .map((at) => new TextDecoder('gbk').decode(Uint8Array.of(0xb0 + Math.floor(at / 94), 0xa1 + (at % 94))));
    const cell = fc.array(character, { minLength: 2, maxLength: 8 }).map((characters) => characters.join(''));
    const bytes = new Map(
      Array.from({ length: 39 * 94 - 5 }, (_, at) => [0xb0 + Math.floor(at / 94), 0xa1 + (at % 94)] as const).map(
        (pair) => [new TextDecoder('gbk').decode(Uint8Array.from(pair)), pair],
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 10 }), async (cells) => {
        const gbk = cells.flatMap((text) => [
          Buffer.from([...text].flatMap((one) => [...bytes.get(one)!])),
          Buffer.from(',x\n'),
        ]);
        const expected = cells.map((a) => ({ a, b: 'x' }));
        expect(await fieldsOf(table('a,b\n', ...gbk))).toEqual(expected);
        expect(await fieldsOf(table(`a,b\n${cells.join(',x\n')},x\n`))).toEqual(expected);
      }),
    );
  });
});

describe('what is no table', () => {
  it.each([
    ['a,c\n', 'header', { missing: 'b' }],
    ['b,c\n', 'header', { missing: '甲（a）' }],
    ['门诊记录,,\nb,c\n1,2\n', 'header', { missing: '甲（a）' }],
    ['a,b,b\n', 'twice', { twice: 'b' }],
    ['甲,b,甲\n', 'twice', { twice: '甲（a）' }],
  ])('has a wrong header, and says which column, first as people call it: %j', async (text, reason, facts) => {
    expect(await refusal(table(text))).toMatchObject({ reason, facts });
  });

  it.each([
    ['empty', table('')],
    ['empty', table('\u001a')],
    ['empty', table('\n\r\n\n')],
    ['empty', table(BOM)],
    ['empty', Buffer.alloc(600)],
    ['title', table('门诊记录,,\n\na,b\n1,2\n')],
    ['title', table('门诊记录\n2020年2月\na;b\n1;2\n')],
    ['workbook', Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0, 8])],
    ['workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
    ['title', table('福建省\n某某医院\n门诊记录\n2020年2月\na\tb\n1\t2\n')],
    ['picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['picture', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['picture', table('RIFF', Buffer.from([9, 0, 0, 0]), 'WEBPVP8 ')],
    ['archive', table('PK\x03\x04', Buffer.alloc(26), '门诊.csv')],
    ['workbook', table('PK\x03\x04', Buffer.alloc(26), '[Content_Types].xml')],
    ['archive', Buffer.from('377abcaf271c0004', 'hex')],
    ['archive', table('Rar!', Buffer.from([0x1a, 7, 1, 0]))],
    ['archive', Buffer.from('1f8b0800', 'hex')],
    ['pdf', table('%PDF-1.7\n')],
    ['rich-text', table('{\\rtf1\\ansi a,b}')],
    ['json', table(BOM, '[{"a":1,"b":2}]')],
    ['json', table('{\n  "a": 1\n}')],
    ['not-text', Buffer.from(Array.from({ length: 400 }, (_, at) => (at * 37) % 256))],
    ['web-page', table('\r\n <HTML><table><tr><td>a</td></tr></table></HTML>')],
    ['utf-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])],
    ['utf-32', Buffer.from([0x61, 0, 0, 0, 0x2c, 0, 0, 0])],
    ['utf-32', Buffer.from([0, 0, 0, 0x61, 0, 0, 0, 0x2c])],
  ])('says what it is: %s', async (reason, bytes) => {
    for (const pieces of [1, 3, 1000]) expect(await refusal(bytes, pieces)).toMatchObject({ reason });
  });

  it('says in which line the header stands, below a title', async () => {
    expect(await refusal(table('门诊记录,,\n\na,b\n1,2\n'))).toMatchObject({ facts: { line: 3 } });
  });

  it('has a quotation mark that never closes, said with the line where the row begins', async () => {
    expect(await refusal(table(`a,b\n1,2\n"${'x\n'.repeat(15_000)}`))).toMatchObject({
      reason: 'form',
      facts: { line: 3 },
    });
    expect(await refusal(table('a,b\n1,2\n3,"4\n'))).toMatchObject({ reason: 'form', facts: { line: 3 } });
  });

  it('fails in no other way than by saying so', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const error = await refusal(table('a,b\n', Buffer.from(bytes)));
        if (!error) return;
        expect(error).toMatchObject({ name: 'UnreadableTable' });
        if (['encoding', 'form'].includes(error.reason))
          expect(error.facts).toMatchObject({ line: expect.any(Number) });
      }),
    );
  });
});
