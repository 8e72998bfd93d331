import { checkCharacter } from '../../identity/contracts/document.js';
import { longNumberOf, readFileRow, readOutpatientRow } from './outpatient-row.js';

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
  const read = readOutpatientRow({ ...good, ...fields }, TODAY);
  return read.ok ? undefined : read.problem;
};

describe('a row of outpatient records', () => {
  it('is read in the spelling of the list, however it was typed', () => {
    const read = readOutpatientRow({ ...good, department: ' 发热 门诊 ', revision: '２', withdrawn: '' }, TODAY);
    expect(read).toMatchObject({
      ok: true,
      row: { department: '发热门诊', revision: 2, withdrawn: false, document: { normalised: '11010519491231002X' } },
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
    expect(readOutpatientRow({ ...good, ...fields }, TODAY)).toEqual(readOutpatientRow(good, TODAY));
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
      expect(readOutpatientRow({ ...good, department }, TODAY)).toMatchObject({
        ok: true,
        row: { department: '发热门诊' },
      });
    },
  );

  it('leaves traditional characters to the list', () => {
    expect(readOutpatientRow({ ...good, department: '發熱門診' }, TODAY)).toMatchObject({
      ok: true,
      row: { department: '發熱門診' },
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
    [{ reference: '' }, 'ROW.REFERENCE'],
    [{ reference: 'x'.repeat(65) }, 'ROW.REFERENCE'],
    [{ reference: 'no. 11010519491231002X' }, 'ROW.REFERENCE'],
    [{ reference: 'a\u0000' }, 'ROW.REFERENCE'],
    [{ revision: '1.5' }, 'ROW.REVISION'],
    [{ revision: '0' }, 'ROW.REVISION'],
    [{ document_type: 'library-card' }, 'ROW.DOCUMENT_TYPE'],
    [{ document_number: '110105194912310021' }, 'ROW.DOCUMENT_CHECKSUM'],
    [{ document_number: '11010519490230002X' }, 'ROW.DOCUMENT_BIRTH_DATE'],
    [{ document_type: 'passport', document_number: 'E1234567' }, 'ROW.DOCUMENT_COUNTRY'],
    [{ document_type: 'passport', document_number: 'E1234567', country: 'ZZZ' }, 'ROW.DOCUMENT_COUNTRY'],
    [{ reference: '110105-19491231-002X' }, 'ROW.REFERENCE'],
    [{ reference: 'r 1101 0519 4912 3100 2X' }, 'ROW.REFERENCE'],
    [{ reference: 'mother of 350102-19880806-001X', document_number: '11010519491231002X' }, 'ROW.REFERENCE'],
    [
      { reference: 'no.E-123.45.67', document_type: 'passport', document_number: 'e1234567', country: 'SGP' },
      'ROW.REFERENCE',
    ],
    [{ reference: '3.50102E+17' }, 'ROW.REFERENCE_ROUNDED'],
    [{ document_number: '3.50102E+17' }, 'ROW.DOCUMENT_ROUNDED'],
    [{ document_number: '1.1010519491231E+017' }, 'ROW.DOCUMENT_ROUNDED'],
    [{ document_number: '3,50102E+17' }, 'ROW.DOCUMENT_ROUNDED'],
    [{ document_number: '3.50102 E+17' }, 'ROW.DOCUMENT_ROUNDED'],
    [{ document_number: '110105194912310000' }, 'ROW.DOCUMENT_ROUNDED'],
    [{ document_number: '110105194912311000' }, 'ROW.DOCUMENT_ROUNDED'],
    [{ document_number: '000000194912310021' }, 'ROW.DOCUMENT_FORMAT'],
    [{ department: '' }, 'ROW.DEPARTMENT'],
    [{ visit_date: '2020-02-30' }, 'ROW.DATE'],
    [{ visit_date: '2020-02-16' }, 'ROW.DATE_FUTURE'],
    [{ visit_date: '2026/11/25' }, 'ROW.DATE_FUTURE'],
    [{ visit_date: '0000-01-01' }, 'ROW.DATE'],
    [{ visit_date: '2/10/2020' }, 'ROW.DATE'],
    [{ withdrawn: 'yes' }, 'ROW.WITHDRAWN'],
  ])('is refused with %j: %s', (fields, problem) => {
    expect(problemOf(fields)).toBe(problem);
  });

  it('does not hand on a document number that stands in the place of the reference', () => {
    expect(readOutpatientRow({ ...good, reference: good.document_number }, TODAY)).toMatchObject({
      ok: false,
      reference: '',
    });
  });
});

describe('a row of a file', () => {
  const whole = { fields: good, lacks: [], surplus: false };
  const { withdrawn: _, ...withoutMark } = good;
  const { visit_date: __, ...withoutDay } = withoutMark;
  const seen = (row: object) => readFileRow({ ...whole, ...row }, TODAY);

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
    expect(seen(row)).toEqual({ ok: false, reference: good.reference, problem: 'ROW.CUT' });
  });

  it('that ends with the file is believed when nothing of it can be gone', () => {
    for (const withdrawn of ['0', '1'])
      expect(seen({ openIn: 'withdrawn', fields: { ...good, withdrawn } })).toMatchObject({ ok: true });
  });

  it('does not show a reference that may be half a one', () => {
    expect(
      seen({ openIn: 'reference', fields: { reference: good.reference.slice(0, 6) }, lacks: ['revision'] }),
    ).toEqual({ ok: false, reference: '', problem: 'ROW.CUT' });
  });

  it('may lack at its end what may be empty, and else names itself and the first column that is missing', () => {
    expect(seen({ fields: withoutMark, lacks: ['withdrawn'] })).toMatchObject({ ok: true, row: { withdrawn: false } });
    expect(seen({ fields: withoutDay, lacks: ['visit_date', 'withdrawn'] })).toEqual({
      ok: false,
      reference: good.reference,
      problem: 'ROW.LACKS_VISIT_DATE',
    });
    expect(seen({ surplus: true })).toEqual({ ok: false, reference: '', problem: 'ROW.COLUMNS' });
  });
});
