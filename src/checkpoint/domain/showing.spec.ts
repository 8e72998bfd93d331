import { type EarlierScan, handledBy, showingOf, warningsOf } from './showing.js';

const NOW = new Date('2020-02-20T10:00:00+08:00');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const scan = (scanId: string, scanPointId: string, seconds: number): EarlierScan => ({
  scanId,
  scanPointId,
  scannerId: 'lin',
  receivedAt: ago(seconds),
});
const here = scan('this', 'gate', 0);

describe('what a showing is', () => {
  it('is the first when nobody scanned it before', () => {
    expect(showingOf([], here)).toEqual({ kind: 'first' });
  });

  it.each([0, 59, 60])('is the same passage at the same point, %i seconds later', (seconds) => {
    expect(showingOf([scan('a', 'gate', seconds)], here)).toMatchObject({
      kind: 'same-passage',
      scan: { scanId: 'a' },
    });
  });

  it.each([61, 90, 600])('is shown again at the same point after %i seconds', (seconds) => {
    expect(showingOf([scan('a', 'gate', seconds)], here)).toEqual({
      kind: 'again',
      warning: 'SHOWN_AGAIN',
      earlier: [{ scanId: 'a', warning: 'SHOWN_AGAIN' }],
    });
  });

  it('is shown again at another point however soon', () => {
    expect(showingOf([scan('a', 'station', 1)], here)).toEqual({
      kind: 'again',
      warning: 'ELSEWHERE',
      earlier: [{ scanId: 'a', warning: 'ELSEWHERE' }],
    });
  });

  it('looks at all earlier scans, not the first only', () => {
    const earlier = [scan('a', 'station', 80), scan('b', 'gate', 70), scan('c', 'office', 20)];
    const warned = [
      { scanId: 'a', warning: 'ELSEWHERE' },
      { scanId: 'b', warning: 'SHOWN_AGAIN' },
      { scanId: 'c', warning: 'ELSEWHERE' },
    ];
    expect(showingOf(earlier, here)).toEqual({ kind: 'again', warning: 'ELSEWHERE', earlier: warned });
    expect(showingOf([...earlier, scan('d', 'gate', 5)], here)).toMatchObject({
      kind: 'same-passage',
      scan: { scanId: 'd' },
    });
  });
});

describe('a new passage', () => {
  it('is worth no warning when its showing was not seen before', () => {
    expect(warningsOf({ kind: 'first' })).toEqual({ warnings: [], earlier: [] });
  });

  it('is warned of, with every earlier scan of its showing, when it was', () => {
    const earlier = [{ scanId: 'a', warning: 'ELSEWHERE' as const }];
    expect(warningsOf({ kind: 'again', warning: 'SHOWN_AGAIN', earlier })).toEqual({
      warnings: ['SHOWN_AGAIN'],
      earlier,
    });
  });
});

describe('a person', () => {
  it('is handled by who scanned the showing first, for everybody else by a colleague', () => {
    const first = scan('a', 'gate', 1);
    expect([handledBy(first, 'lin'), handledBy(first, 'wu')]).toEqual(['you', 'colleague']);
  });
});
