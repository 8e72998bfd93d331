import fc from 'fast-check';
import { checkCharacter, parseDocument } from '../../identity/contracts/document.js';
import { longNumberOf } from './about.js';
import { outpatientRecords } from './outpatient.js';
import { contentOf, readFileRow, readRow } from './read-row.js';

const TODAY = '2020-02-15';
const good = {
  reference: '350102-2020-000017',
  revision: '1',
  document_type: 'resident-id',
  document_number: '11010519491231002x',
  department: '发热门诊',
  visit_date: '2020-02-10',
  withdrawn: '0',
};
const problemOf = (fields: object) => {
  const read = readRow(outpatientRecords, { ...good, ...fields }, TODAY);
  return read.ok ? undefined : read.problem.code;
};

describe('a row of outpatient records', () => {
  it('is read in the spelling of the list, however it was typed', () => {
    const read = readRow(
      outpatientRecords,
      { ...good, department: ' 发热 门诊 ', revision: '２', withdrawn: '' },
      TODAY,
    );
    expect(read).toMatchObject({
      ok: true,
      row: {
        values: { department: '发热门诊', visit_date: '2020-02-10' },
        revision: 2,
        withdrawn: false,
        about: { document: { normalised: '11010519491231002X' } },
      },
    });
  });

  it.each([
    [{ document_number: "'11010519491231002X" }],
    [{ document_number: '="11010519491231002X"', reference: '="350102-2020-000017"' }],
    [{ document_number: '１１０１０５１９４９１２３１００２Ｘ' }],
    [{ visit_date: '2020/2/10' }],
    [{ visit_date: '2020年2月10日' }],
    [{ visit_date: '2020/2/10 8:05:00' }],
  ])('is read where a spreadsheet changed nothing but the form: %j', (fields) => {
    expect(readRow(outpatientRecords, { ...good, ...fields }, TODAY)).toEqual(readRow(outpatientRecords, good, TODAY));
  });

  it('tells what a spreadsheet may have rounded from what is marked as text', () => {
    const numbers = [
      '110105194912310021',
      '110105194912311000',
      "'110105194912311000",
      '="110105194912311000"',
      '11010519491231002X',
      'E1234567',
      '',
    ];
    expect(numbers.map((document_number) => longNumberOf({ document_number })?.endsIn000)).toEqual([
      false,
      true,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each(['发热⾨诊', '发热⻔诊', '发热"门诊"', '“发热门诊”', '发热 门诊'])(
    'names the department of the list: %s',
    (department) => {
      expect(readRow(outpatientRecords, { ...good, department }, TODAY)).toMatchObject({
        ok: true,
        row: { values: { department: '发热门诊' } },
      });
    },
  );

  it('is the same with what nobody can see in its cells, wherever it stands', () => {
    const invisible = fc.constantFrom('\u200b', '\u00ad', '\ufeff', '\u200e', '\u202a', '\u2060', '\ufe0f', '\u3164');
    const cell = fc.constantFrom(...(Object.keys(good) as (keyof typeof good)[]));
    fc.assert(
      fc.property(cell, fc.nat(), fc.array(invisible, { minLength: 1, maxLength: 3 }), (column, place, marks) => {
        const at = place % (good[column].length + 1);
        const spoilt = good[column].slice(0, at) + marks.join('') + good[column].slice(at);
        expect(readRow(outpatientRecords, { ...good, [column]: spoilt }, TODAY)).toEqual(
          readRow(outpatientRecords, good, TODAY),
        );
      }),
    );
  });

  it('may be known by a division, the day and a running number, without a hyphen between them', () => {
    const refused = Array.from({ length: 9999 }, (_, serial) => `35010220200210${String(serial + 1).padStart(4, '0')}`)
      .map((reference) => problemOf({ reference }))
      .filter((problem) => problem !== undefined);
    expect(refused).toEqual(Array.from({ length: 9 }, () => 'ROW.REFERENCE_ROUNDED')); // 1000, 2000, …: marked as text.
  });

  it('leaves traditional characters to the list', () => {
    expect(readRow(outpatientRecords, { ...good, department: '發熱門診' }, TODAY)).toMatchObject({
      ok: true,
      row: { values: { department: '發熱門診' } },
    });
  });

  it('with a number that a spreadsheet may have rounded is lost although it fits, unless that number is marked as text', () => {
    const fitting =
      Array.from({ length: 28 }, (_, day) => `350102195501${String(day + 1).padStart(2, '0')}100`).find(
        (first17) => checkCharacter(first17) === '0',
      )! + '0';
    const [place, born, end] = [fitting.slice(0, 6), fitting.slice(6, 14), fitting.slice(14)];
    const spelled = [
      fitting,
      `${place} ${born} ${end}`,
      `${fitting}.0`,
      `${fitting},00`,
      `${place} ${born}${end}`,
      `${place}-${born}-${end}`,
      fitting.replace(/\B(?=(\d{3})+$)/g, ','),
    ];
    for (const document_number of spelled) {
      expect(problemOf({ document_number })).toBe('ROW.DOCUMENT_ROUNDED');
      expect(longNumberOf({ document_number })?.endsIn000).toBe(true);
    }
    for (const document_number of [`="${fitting}"`, `'${fitting}`])
      expect(problemOf({ document_number })).toBeUndefined();
  });

  it.each([
    [{ reference: '' }, 'ROW.MISSING'],
    [{ reference: 'x'.repeat(65) }, 'ROW.TOO_LONG'],
    [{ reference: 'no. 11010519491231002X' }, 'ROW.REFERENCE_DOCUMENT'],
    [{ reference: '350102198811200013' }, undefined],
    [{ reference: 'a\u0000' }, 'ROW.UNPRINTABLE'],
    [{ reference: 'a\nb' }, 'ROW.UNPRINTABLE'],
    [{ reference: '202002101234567000' }, 'ROW.REFERENCE_ROUNDED'],
    [{ reference: '20200210123456700000' }, 'ROW.REFERENCE_ROUNDED'],
    [{ reference: '="202002101234567000"' }, undefined],
    [{ reference: '20200210-1234567-000' }, undefined],
    [{ reference: '20200210123456700' }, undefined],
    [{ reference: '2020021012345670' }, undefined],
    [{ revision: '1.5' }, 'ROW.REVISION'],
    [{ revision: '0' }, 'ROW.REVISION'],
    [{ document_type: 'library-card' }, 'ROW.DOCUMENT_TYPE'],
    [{ document_number: '110105194912310021' }, 'ROW.DOCUMENT_CHECKSUM'],
    [{ document_number: '11010519490230002X' }, 'ROW.DOCUMENT_BIRTH_DATE'],
    [{ document_type: 'passport', document_number: 'E1234567' }, 'ROW.DOCUMENT_COUNTRY'],
    [{ document_type: 'passport', document_number: 'E1234567', country: 'ZZZ' }, 'ROW.DOCUMENT_COUNTRY'],
    [{ reference: '110105-19491231-002X' }, 'ROW.REFERENCE_DOCUMENT'],
    [{ reference: 'r 1101 0519 4912 3100 2X' }, 'ROW.REFERENCE_DOCUMENT'],
    [{ reference: '110105194912310021', document_number: '110105194912310021' }, 'ROW.REFERENCE_DOCUMENT'],
    [{ reference: 'mother of 350102-19880806-001X', document_number: '11010519491231002X' }, 'ROW.REFERENCE_DOCUMENT'],
    [
      { reference: 'no.E-123.45.67', document_type: 'passport', document_number: 'e1234567', country: 'SGP' },
      'ROW.REFERENCE_DOCUMENT',
    ],
    [{ reference: '3.50102E+17' }, 'ROW.REFERENCE_ROUNDED'],
    [{ document_number: '3.50102E+17' }, 'ROW.DOCUMENT_ROUNDED'],
    [{ document_number: '1.1010519491231E+017' }, 'ROW.DOCUMENT_ROUNDED'],
    [{ document_number: '3,50102E+17' }, 'ROW.DOCUMENT_ROUNDED'],
    [{ document_number: '3.50102 E+17' }, 'ROW.DOCUMENT_ROUNDED'],
    [{ document_number: '110105194912310000' }, 'ROW.DOCUMENT_ROUNDED'],
    [{ document_number: '110105194912311000' }, 'ROW.DOCUMENT_ROUNDED'],
    [{ document_number: "'110105194912311000" }, 'ROW.DOCUMENT_CHECKSUM'],
    [{ document_number: "'110105194912310000" }, 'ROW.DOCUMENT_FORMAT'],
    [{ document_number: '' }, 'ROW.MISSING'],
    [{ document_number: '110105491231002' }, 'ROW.DOCUMENT_FIFTEEN'],
    [{ document_number: '110105********002X' }, 'ROW.DOCUMENT_MASKED'],
    [{ document_number: '110105＊＊＊＊＊＊＊＊002X' }, 'ROW.DOCUMENT_MASKED'],
    [{ document_number: '110105xxxxxxxx002X' }, 'ROW.DOCUMENT_MASKED'],
    [{ document_number: '11010519491231002×' }, 'ROW.DOCUMENT_TIMES_SIGN'],
    [{ document_type: '' }, 'ROW.MISSING'],
    [{ document_number: '000000194912310021' }, 'ROW.DOCUMENT_FORMAT'],
    [{ department: '' }, 'ROW.MISSING'],
    [{ department: '\u200b\ufeff' }, 'ROW.MISSING'],
    [{ department: '科'.repeat(61) }, 'ROW.TOO_LONG'],
    [{ department: '科'.repeat(301) }, 'ROW.TOO_LONG'],
    [{ department: '发热\u0000门诊' }, 'ROW.UNPRINTABLE'],
    [{ department: '发热\ue000门诊' }, 'ROW.UNPRINTABLE'],
    [{ visit_date: '' }, 'ROW.MISSING'],
    [{ visit_date: '43870' }, 'ROW.DATE_SERIAL'],
    [{ visit_date: '43870.5732' }, 'ROW.DATE_SERIAL'],
    [{ visit_date: '2020-02-30' }, 'ROW.DATE'],
    [{ visit_date: '2020-02-16' }, 'ROW.DATE_FUTURE'],
    [{ visit_date: '2026/11/25' }, 'ROW.DATE_FUTURE'],
    [{ visit_date: '0000-01-01' }, 'ROW.DATE'],
    [{ visit_date: '2/10/2020' }, 'ROW.DATE'],
    [{ withdrawn: 'yes' }, 'ROW.WITHDRAWN'],
  ])('is refused with %j: %s', (fields, problem) => {
    expect(problemOf(fields)).toBe(problem);
  });

  it.each([
    [{ visit_date: '2020-02-30' }, 'visit_date'],
    [{ department: '' }, 'department'],
    [{ document_type: 'passport', document_number: 'E1234567' }, 'country'],
    [{ document_number: '3.5E+17' }, 'document_number'],
    [{ reference: '' }, 'reference'],
  ])('says of %j in which column to look: %s', (fields, column) => {
    const read = readRow(outpatientRecords, { ...good, ...fields }, TODAY);
    expect(read).toMatchObject({ ok: false, problem: { column } });
  });

  it('may name the type of a document in Chinese', () => {
    expect(readRow(outpatientRecords, { ...good, document_type: '居民身份证' }, TODAY)).toEqual(
      readRow(outpatientRecords, good, TODAY),
    );
  });

  it('is the same content however it is typed, and as it was compared before there were other feeds', () => {
    const read = readRow(outpatientRecords, { ...good, visit_date: '2020/2/10' }, TODAY);
    expect(read.ok && contentOf(outpatientRecords, read.row)).toBe(
      '["resident-id","11010519491231002X","发热门诊","2020-02-10",false]',
    );
  });

  it('does not hand on a document number that stands in the place of the reference', () => {
    expect(readRow(outpatientRecords, { ...good, reference: good.document_number }, TODAY)).toMatchObject({
      ok: false,
      reference: '',
    });
  });
});

describe('a row of a file', () => {
  const whole = { fields: good, lacks: [], surplus: false };
  const { withdrawn: _, ...withoutMark } = good;
  const { visit_date: __, ...withoutDay } = withoutMark;
  const seen = (row: object) => readFileRow(outpatientRecords, { line: 2, ...whole, ...row }, TODAY);

  it.each([
    ['a department', { openIn: 'department', fields: { ...good, department: '发热' } }],
    ['a day', { openIn: 'visit_date', fields: { ...withoutMark, visit_date: '2020-02-1' }, lacks: ['withdrawn'] }],
    ['a mark of withdrawal that may have been there', { openIn: 'withdrawn', fields: { ...good, withdrawn: '' } }],
    ['a mark with a country behind it', { openIn: 'withdrawn', fields: good, lacks: ['country'] }],
    [
      'a remark, with the mark of withdrawal behind it',
      { openIn: 'remark', fields: withoutMark, lacks: ['withdrawn'] },
    ],
  ])('that ends with the file, in %s, is not believed', (_, row) => {
    expect(seen(row)).toEqual({ ok: false, reference: good.reference, problem: { code: 'ROW.CUT' } });
  });

  it('that ends with the file is believed when nothing of it can be gone', () => {
    for (const withdrawn of ['0', '1'])
      expect(seen({ openIn: 'withdrawn', fields: { ...good, withdrawn } })).toMatchObject({ ok: true });
  });

  it('does not show a reference that may be half a one', () => {
    expect(
      seen({ openIn: 'reference', fields: { reference: good.reference.slice(0, 6) }, lacks: ['revision'] }),
    ).toEqual({ ok: false, reference: '', problem: { code: 'ROW.CUT' } });
  });

  it('may lack at its end what may be empty, and else names itself and the first column that is missing', () => {
    expect(seen({ fields: withoutMark, lacks: ['withdrawn'] })).toMatchObject({ ok: true, row: { withdrawn: false } });
    expect(seen({ fields: withoutDay, lacks: ['visit_date', 'withdrawn'] })).toEqual({
      ok: false,
      reference: good.reference,
      problem: { code: 'ROW.LACKS', column: 'visit_date' },
    });
    expect(seen({ surplus: true })).toEqual({ ok: false, reference: '', problem: { code: 'ROW.COLUMNS' } });
  });
});

it('one in eleven numbers that a spreadsheet rounded would be somebody else', () => {
  const days = Array.from({ length: 31 }, (_, day) => String(day + 1).padStart(2, '0'));
  const rounded = days.flatMap((day) =>
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((sequence) => `350102199001${day}${sequence}00`),
  );
  const fitting = rounded.filter(
    (first17) => checkCharacter(first17) === '0' && parseDocument('resident-id', `${first17}0`, '2020-02-15').ok,
  );
  expect(rounded.length / fitting.length).toBeGreaterThan(8);
  expect(rounded.length / fitting.length).toBeLessThan(14);
});
