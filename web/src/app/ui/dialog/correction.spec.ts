import { describe, expect, it } from '@jest/globals';
import { Problem } from '../../api/problem';
import { Correction } from './correction';

const SEEN = { name: '南门', version: 1 };
const THEIRS = { name: '南大门', version: 2 };

function correcting(save: (seen: typeof SEEN) => Promise<typeof SEEN>) {
  return new Correction(SEEN, { save, read: async () => THEIRS });
}

describe('What several people may correct', () => {
  it('is saved as it was seen', async () => {
    const correction = correcting(async (seen) => ({ ...seen, name: '南一门' }));
    expect(await correction.save()).toEqual({ name: '南一门', version: 1 });
    expect(correction.writtenMeanwhile()).toBeUndefined();
  });

  it('is shown as somebody else wrote it meanwhile; saved once more it is on purpose', async () => {
    const correction = correcting(async (seen) => {
      if (seen.version === 1) throw new Problem(409, 'SCAN_POINT.STALE');
      return seen;
    });
    await expect(correction.save()).rejects.toThrow('SCAN_POINT.STALE');
    expect([correction.writtenMeanwhile(), correction.seen()]).toEqual([THEIRS, THEIRS]);
    expect(await correction.save()).toEqual(THEIRS);
  });

  it('is not read anew after another refusal', async () => {
    const correction = correcting(() => Promise.reject(new Problem(422, 'SCAN_POINT.CLOSED')));
    await expect(correction.save()).rejects.toThrow('SCAN_POINT.CLOSED');
    expect([correction.writtenMeanwhile(), correction.seen()]).toEqual([undefined, SEEN]);
  });
});
