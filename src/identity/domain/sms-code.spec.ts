import { describe, expect, it } from '@jest/globals';
import { proofBy } from './sms-code.js';

const at = (minute: number) => new Date(Date.UTC(2020, 1, 15, 8, minute));
const sent = (changes = {}) => ({ tries: 0, usedAt: null, expiresAt: at(5), ...changes });

describe('A code by SMS', () => {
  it('is right until it expires, and after five tries never', () => {
    expect([proofBy(sent(), true, at(4)), proofBy(sent(), true, at(5)), proofBy(sent(), false, at(4))]).toEqual(['right', 'wrong', 'wrong']);
    expect([proofBy(sent({ tries: 4 }), true, at(4)), proofBy(sent({ tries: 5 }), true, at(4))]).toEqual(['right', 'wrong']);
  });

  it('that was used says so for ten minutes, also when it has expired meanwhile', () => {
    const used = sent({ tries: 1, usedAt: at(4) });
    expect([proofBy(used, true, at(4)), proofBy(used, true, at(13)), proofBy(used, true, at(14)), proofBy(used, false, at(4))]).toEqual(['used-before', 'used-before', 'wrong', 'wrong']);
  });

  it('of which the time is not known is wrong', () => {
    const never = new Date(NaN);
    expect([proofBy(sent({ expiresAt: never }), true, at(1)), proofBy(sent({ usedAt: never }), true, at(1)), proofBy(sent(), true, never)]).toEqual(['wrong', 'wrong', 'wrong']);
  });
});
