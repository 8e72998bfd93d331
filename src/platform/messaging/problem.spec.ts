import { describe, expect, it } from '@jest/globals';
import { isPassing, problemOf } from './problem.js';

/** As V8 writes it: what was thrown, then where. */
const thrownAt = (...places: string[]) =>
  Object.assign(new TypeError('Lin Xiaoyan is missing'), {
    stack: ['TypeError: Lin Xiaoyan is missing', ...places.map((place) => `    at ${place}`)].join('\n'),
  });

describe('Why an event was put aside', () => {
  it.each([
    ['/app/src/reporting/projections/unit-day-sheet.ts:61:13', 'unit-day-sheet.ts:61'],
    ['UnitDaySheet.apply (/app/src/reporting/projections/unit-day-sheet.ts:61:13)', 'unit-day-sheet.ts:61'],
    ['async file:///app/dist/src/main.js:7:1', 'main.js:7'],
    ['WhenCounted.handle (/app/test/platform/failed-reactions.int-spec.ts:24:44)', 'failed-reactions.int-spec.ts:24'],
  ])('is told by the place in our code (%s), never by the message', (place, told) => {
    expect(problemOf(thrownAt(place))).toBe(`TypeError at ${told}`);
  });

  it('is told by the first place that is ours', () => {
    const driver = 'Connection.parse (/app/node_modules/pg-protocol/dist/parser.js:285:98)';
    expect(problemOf(thrownAt(driver, '/app/src/a/first.ts:12:3', '/app/src/b/second.ts:4:5'))).toBe(
      'TypeError at first.ts:12',
    );
    expect(problemOf(thrownAt(driver))).toBe('TypeError');
  });

  it('is told by what the database names: its code and the constraint', () => {
    const refused = Object.assign(new Error('Failing row contains (Lin Xiaoyan).'), {
      name: 'error',
      code: '23514',
      constraint: 'tally_amount_check',
      stack: '',
    });
    expect(problemOf(refused)).toBe('error 23514 tally_amount_check');
  });

  it('is told of whatever was thrown, and briefly', () => {
    expect(problemOf({})).toBe('Error');
    expect(problemOf({ name: 'x'.repeat(300) })).toBe('x'.repeat(200));
  });
});

describe('A trouble', () => {
  it.each(['40001', '40P01', '08006', '53100', '57P01', '55P03', '57014', 'ECONNREFUSED', 'EAI_AGAIN'])(
    'that passes by itself says nothing about the event: %s',
    (code) => expect(isPassing({ name: 'error', code })).toBe(true),
  );

  it('of two who changed the same thing passes by itself', () => {
    expect(isPassing({ name: 'OptimisticLockError' })).toBe(true);
  });

  it.each([
    '23514',
    '22P02',
    '42P01',
    '24000',
    '55000',
    '57000',
    '570140',
    '155P03',
    'ERR_INVALID_ARG1',
    'MEMORY',
    '1E',
  ])('that would come again is of the event: %s', (code) => expect(isPassing({ name: 'error', code })).toBe(false));

  it('of which nothing is known is of the event', () => {
    expect(isPassing(new TypeError('no'))).toBe(false);
  });
});
