import { assertSameScan } from './same-scan.js';

const NOW = new Date('2020-02-20T10:00:00+08:00');
const answered = (minutesAgo: number, sameShown = true) => ({
  scannerId: 'lin',
  sameShown,
  receivedAt: new Date(NOW.getTime() - minutesAgo * 60_000),
});
const repeated =
  (scan: ReturnType<typeof answered>, scannerId = 'lin') =>
  () =>
    assertSameScan(scan, { scannerId, at: NOW });

describe('a scan that is asked for again', () => {
  it('is answered again for ten minutes', () => {
    expect(repeated(answered(10))).not.toThrow();
    expect(repeated(answered(10.1))).toThrow('SCAN.TOO_LATE_TO_REPEAT');
  });

  it('is another scan when something else is shown, or by somebody else', () => {
    expect(repeated(answered(0, false))).toThrow('SCAN.ID_TAKEN');
    expect(repeated(answered(0), 'wu')).toThrow('SCAN.ID_TAKEN');
  });
});
