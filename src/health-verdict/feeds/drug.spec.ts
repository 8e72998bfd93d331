import { drugPurchases } from './drug-purchases.js';
import { spelledDrug } from './drug.js';
import { readRow } from './read-row.js';

describe('a drug', () => {
  it.each([
    ['布洛芬缓释胶囊', '布洛芬'],
    ['布洛芬缓释胶囊（芬必得）0.3g*20粒', '布洛芬'],
    ['（美林）布洛芬混悬液 100ml:2g', '布洛芬'],
    ['小儿布洛芬栓', '布洛芬'],
    ['对乙酰氨基酚片', '对乙酰氨基酚'],
    ['对乙酰氨基酚片 500 mg', '对乙酰氨基酚'],
    ['阿司匹林肠溶片', '阿司匹林'],
    ['复方氨酚烷胺胶囊[快克]', '复方氨酚烷胺'],
    ['维Ｃ银翘片', '维c银翘'],
    ['感冒灵颗粒', '感冒灵'],
    ['维生素C片', '维生素c'],
    ['去痛片', '去痛'],
    ['胶囊', '胶囊'],
  ])('%s is %s', (typed, generic) => {
    expect(spelledDrug(typed)).toBe(generic);
  });

  it('is read out of a file with Chinese words', () => {
    const fields = {
      reference: 'YD-1',
      revision: '1',
      document_type: '居民身份证',
      document_number: '11010519491231002X',
      drug: '布洛芬缓释胶囊',
      purchase_date: '2020年2月9日 18:30',
    };
    const read = readRow(drugPurchases, fields, '2020-02-15');
    expect(read.ok && drugPurchases.fact(read.row.values)).toEqual({
      kind: 'antipyretic-purchase',
      from: '2020-02-09',
      named: '布洛芬',
    });
  });
});
