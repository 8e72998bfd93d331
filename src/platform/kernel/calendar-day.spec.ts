import fc from 'fast-check';
import { calendarDay } from './calendar-day.js';
import { addDays } from './shanghai.js';

describe('a day as people and spreadsheets write it', () => {
  it.each([
    ['2020-02-09', '2020-02-09'],
    ['2026/11/25', '2026-11-25'],
    ['2026/1/5', '2026-01-05'],
    ['2020.2.9', '2020-02-09'],
    ['20200209', '2020-02-09'],
    ['2020年2月9日', '2020-02-09'],
    ['２０２０年２月９日', '2020-02-09'],
    ['2020年2月9日星期日', '2020-02-09'],
    ['2020/2/9 13:45', '2020-02-09'],
    ['2020/2/9 0:00:00', '2020-02-09'],
    ['2020/2/9 下午 1:45:10', '2020-02-09'],
    ['2020/2/9  1:45:10 PM', '2020-02-09'],
    ['2020-02-09T23:59:59.999', '2020-02-09'],
    ['2020-02-09T23:59:59+08:00', '2020-02-09'],
    ['2020年2月9日 13时45分', '2020-02-09'],
  ])('%s is %s', (text, day) => {
    expect(calendarDay(text)).toBe(day);
  });

  it.each([
    '',
    '2020-02-30',
    '2020/13/1',
    '2020/2/0',
    '0000-01-01',
    '0000年1月1日',
    '1899/12/31',
    '99999-01-01',
    '2/9/2020',
    '20/2/9',
    '9 Feb 2020',
    '2020/2-9',
    '2020年2月',
    '43870',
    '2020-02-09T20:00:00Z',
    '2020-02-09T20:00:00+00:00',
    '2020/2/9 25:00',
    '2020/2/9 1:99',
    '2020/2/9 x',
    '2020-02-091',
    '2020-02-09 2020-02-10',
  ])('%j is none that could be told', (text) => {
    expect(calendarDay(text)).toBeUndefined();
  });

  it('is the same day in every form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), (days) => {
        const day = addDays('1900-01-01', days);
        const [year, month, date] = day.split('-').map(Number);
        expect(
          [day, `${year}/${month}/${date}`, `${year}年${month}月${date}日`, day.replaceAll('-', '')].map(calendarDay),
        ).toEqual([day, day, day, day]);
      }),
    );
  });
});
