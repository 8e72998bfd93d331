import { decide, firstOfEach } from './scan-decision.js';

const NOW = new Date('2020-02-20T10:00:00+08:00');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const here = { scanId: 'this', scanPointId: 'gate', scannerId: 'lin', receivedAt: NOW };
const elsewhere = { scanId: 'other', scanPointId: 'station', scannerId: 'wu', receivedAt: ago(5) };

const known = { scannerId: 'lin', sameShown: true, receivedAt: ago(30) };
const code = 'the code';
const readAfter = (...earlier: (typeof elsewhere)[]) => ({ code, earlier });

describe('a scan', () => {
  it('is a new passage when nobody scanned this showing before, or somebody elsewhere did', () => {
    expect(decide(here, readAfter(), undefined)).toEqual({
      kind: 'new',
      code,
      passage: { kind: 'first' },
      knowing: [],
    });
    expect(decide(here, readAfter(elsewhere), undefined)).toMatchObject({
      kind: 'new',
      passage: { kind: 'again', warning: 'ELSEWHERE' },
      knowing: [elsewhere],
    });
  });

  it('is answered by the passage that its gate recorded a moment ago', () => {
    const scan = { ...elsewhere, scanPointId: 'gate' };
    expect(decide(here, readAfter(scan), undefined)).toEqual({ kind: 'same-passage', scan });
  });

  it('that is known under its id gets its answer again, whatever is read or refused by now', () => {
    for (const read of [readAfter(elsewhere), { refusal: 'EXPIRED' }, { refusal: 'DIGITS_TYPO' }])
      expect(decide(here, read, known)).toEqual({ kind: 'repeat', known });
  });

  it('is not another one under its id', () => {
    expect(() => decide(here, readAfter(), { ...known, scannerId: 'wu' })).toThrow('SCAN.ID_TAKEN');
    expect(() => decide(here, { refusal: 'FORGED' }, { ...known, sameShown: false })).toThrow('SCAN.ID_TAKEN');
  });

  it('that reads no code is recorded as refused, but for a slip of the finger', () => {
    expect(decide(here, { refusal: 'FORGED' }, undefined)).toEqual({ kind: 'refuse', refusal: 'FORGED' });
    expect(() => decide(here, { refusal: 'DIGITS_TYPO' }, undefined)).toThrow('DIGITS.TYPO');
  });
});

describe('of scans that come together', () => {
  it('the first of each id and of each showing goes ahead of the others', () => {
    const scans = [['1', 'a'], ['2', 'a'], ['2', 'b'], ['1', 'c'], ['3', 'c'], ['4']];
    expect(firstOfEach(scans, (scan) => scan)).toEqual([['1', 'a'], ['2', 'b'], ['3', 'c'], ['4']]);
  });
});
