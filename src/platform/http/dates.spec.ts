import { describe, expect, it } from '@jest/globals';
import { day, instant } from './dates.js';
import { decodeCursor, encodeCursor } from './page.js';

const ID = '01900000-0000-7000-8000-00000000d001';

describe('A date that was sent', () => {
  it.each([
    '0000-01-01',
    '0001-01-01',
    '1849-12-31',
    '2200-01-01',
    '9999-12-31',
    '2021-02-29',
    '2021-1-1',
    '２０２１-01-01',
    '',
  ])('is not the day %s', (text) => {
    expect(day.safeParse(text).success).toBe(false);
  });

  it.each(['1850-01-01', '2020-02-29', '2199-12-31'])('may be the day %s', (text) =>
    expect(day.safeParse(text).success).toBe(true),
  );

  it.each([
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '+012345-01-01T00:00:00Z',
    '2021-02-29T00:00:00Z',
    '2021-01-01',
    `2021-01-01T00:00:00.${'0'.repeat(200)}Z`,
  ])('is not the instant %s', (text) => expect(instant.safeParse(text).success).toBe(false));

  it.each(['2026-11-25T08:00:00Z', '2026-11-25T08:00:00.123Z'])('may be the instant %s', (text) =>
    expect(instant.safeParse(text).success).toBe(true),
  );
});

describe('A cursor', () => {
  it('leads back to the place it was made of', () => {
    expect(decodeCursor(encodeCursor(['2026-11-25T08:00:00.000Z', ID]), 'at', 'id')).toEqual([
      '2026-11-25T08:00:00.000Z',
      ID,
    ]);
    expect(decodeCursor(encodeCursor([7]), 'line')).toEqual([7]);
    expect(decodeCursor(encodeCursor(['fj.fz.gu-lou']), 'path')).toEqual(['fj.fz.gu-lou']);
    expect(decodeCursor(undefined, 'id')).toBeUndefined();
  });

  const hand = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url');
  it.each([
    ['of the year 0', hand(['0000-01-01T00:00:00Z', ID])],
    ['of another list', hand([ID])],
    ['that is longer', hand(['2026-11-25T08:00:00Z', ID, 1])],
    ['with an id that is none', hand(['2026-11-25T08:00:00Z', 'x'])],
    ['of nothing', hand(null)],
    ['that is an object', hand({ 0: '2026-11-25T08:00:00Z', 1: ID, length: 2 })],
    ['that is no JSON', 'AAAA'],
    ['with something behind it', `${hand(['2026-11-25T08:00:00Z', ID])}!`],
  ])('made by hand %s is refused', (_, cursor) => {
    expect(() => decodeCursor(cursor, 'at', 'id')).toThrow('REQUEST.MALFORMED');
  });

  it.each(['fj..fz', '.fj', 'fj.', 'fj fz', 'x'.repeat(800), ''])(
    'made by hand of the path "%s" is refused',
    (path) => {
      expect(() => decodeCursor(hand([path]), 'path')).toThrow('REQUEST.MALFORMED');
    },
  );

  it.each([-1, 1.5, 2 ** 31, null, '7'])('made by hand of the line %p is refused', (line) => {
    expect(() => decodeCursor(hand([line]), 'line')).toThrow('REQUEST.MALFORMED');
  });
});
