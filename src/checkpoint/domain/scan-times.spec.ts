import fc from 'fast-check';
import { assertInTime, idsOfShowings, idsReceivedBetween } from './scan-times.js';

const NOW = new Date('2020-02-20T10:00:00+08:00');
const MINUTE = 60_000;
const at = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE);
const check =
  (id: Date, scannedAt = id) =>
  () =>
    assertInTime({ id, scannedAt, receivedAt: NOW });

describe('the times of a scan', () => {
  it.each([0, 5, -7 * 24 * 60])('agree with an id of now and %i minutes', (minutes) =>
    expect(check(at(minutes))).not.toThrow(),
  );

  it.each([5.1, -7 * 24 * 60 - 1, NaN])('do not agree with an id of now and %d minutes', (minutes) =>
    expect(check(at(minutes))).toThrow('SCAN.ID_OUT_OF_TIME'),
  );

  it.each([5, -5])('may lie %i minutes from the id', (minutes) => expect(check(NOW, at(minutes))).not.toThrow());

  it.each([new Date('1999-01-01'), new Date('9999-12-31'), at(6), at(-6), new Date(NaN)])(
    'do not lie at %s',
    (scannedAt) => {
      expect(check(NOW, scannedAt)).toThrow('SCAN.TIME_DISAGREES');
    },
  );

  it('bound the ids of what was received in a span, and of nothing else', () => {
    expect(idsReceivedBetween(NOW, NOW)).toEqual({ from: at(-7 * 24 * 60), until: at(5) });
    expect(idsReceivedBetween(undefined, undefined)).toEqual({});
  });

  it('bound the ids of what can have seen the same showing, from the earliest to the latest that saw it', () => {
    expect(idsOfShowings([at(0), at(-60), at(-20)])).toEqual({ since: at(-60 - 7 * 24 * 60 - 5), until: at(10) });
  });

  it('bound every id that a scan received at one of these times can carry', () => {
    const minutes = fc.integer({ min: -10_000, max: 10_000 });
    fc.assert(
      fc.property(fc.array(minutes, { minLength: 1 }), minutes, (received, id) => {
        const arrives = received.some((minute) => minute - 7 * 24 * 60 <= id && id <= minute + 5);
        const { since, until } = idsOfShowings(received.map(at));
        expect(!arrives || (since <= at(id) && at(id) <= until)).toBe(true);
      }),
    );
  });
});
