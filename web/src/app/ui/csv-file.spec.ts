import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv-file';

describe('A table that is kept as a file', () => {
  const line = (cell: string | number) =>
    csvOf([[cell]])
      .replace(/\r\n$/, '')
      .slice(1);

  it('says in which encoding it is, and has a line for each row', () => {
    expect(
      csvOf([
        ['行号', '问题'],
        [3, '日期不存在'],
      ]),
    ).toBe('\ufeff行号,问题\r\n3,日期不存在\r\n');
  });

  it.each([
    ['a,b', '"a,b"'],
    ['say "so"', '"say ""so"""'],
    ['two\nlines', '"two\nlines"'],
  ])('keeps what stands in a cell together: %j', (cell, written) => {
    expect(line(cell)).toBe(written);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '350102195501011234'])(
    'is never reckoned with: %j',
    (cell) => {
      expect(line(cell)).toBe(`'${cell}`);
    },
  );

  it('leaves what is harmless as it is', () => {
    expect(['R-1', '2020-02-09', 3].map(line)).toEqual(['R-1', '2020-02-09', '3']);
  });
});
