import { readOutpatientRow } from './outpatient-row.js';

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
    [{ department: '' }, 'ROW.DEPARTMENT'],
    [{ visit_date: '2020-02-30' }, 'ROW.DATE'],
    [{ visit_date: '2020-02-16' }, 'ROW.DATE'],
    [{ withdrawn: 'yes' }, 'ROW.WITHDRAWN'],
  ])('is refused with %j: %s', (fields, problem) => {
    expect(problemOf(fields)).toBe(problem);
  });

  it('does not hand on a document number that stands in the place of the reference', () => {
    expect(readOutpatientRow({ ...good, reference: good.document_number }, TODAY)).toMatchObject({ ok: false, reference: '' });
  });
});
