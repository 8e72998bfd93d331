import { longNumberOf, readOutpatientRow } from './outpatient-row.js';

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
    expect(read).toMatchObject({ ok: true, row: { department: '发热门诊', revision: 2, withdrawn: false, document: { normalised: '11010519491231002X' } } });
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
    const numbers = ['110105194912310021', '110105194912311000', "'110105194912311000", '="110105194912311000"', '11010519491231002X', 'E1234567', ''];
    expect(numbers.map((document_number) => longNumberOf({ document_number })?.endsIn000)).toEqual([false, true, undefined, undefined, undefined, undefined, undefined]);
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
    [{ reference: 'no.E-123.45.67', document_type: 'passport', document_number: 'e1234567', country: 'SGP' }, 'ROW.REFERENCE'],
    [{ reference: '3.50102E+17' }, 'ROW.REFERENCE_ROUNDED'],
    [{ document_number: '3.50102E+17' }, 'ROW.DOCUMENT_ROUNDED'],
    [{ document_number: '1.1010519491231E+017' }, 'ROW.DOCUMENT_ROUNDED'],
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
    expect(readOutpatientRow({ ...good, reference: good.document_number }, TODAY)).toMatchObject({ ok: false, reference: '' });
  });
});
