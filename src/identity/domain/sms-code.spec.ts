import { describe, expect, it } from '@jest/globals';
import { proofBy } from './sms-code.js';

const at = (minute: number) => new Date(Date.UTC(2020, 1, 15, 8, minute));
const sent = (changes = {}) => ({ tries: 0, strangersTries: 0, usedAt: null, expiresAt: at(5), ...changes });
const RIGHT = { right: true, own: true };
const WRONG = { right: false, own: true };

describe('A code by SMS', () => {
  it('is right until it expires, and after five tries never', () => {
    expect([proofBy(sent(), RIGHT, at(4)), proofBy(sent(), RIGHT, at(5)), proofBy(sent(), WRONG, at(4))]).toEqual(['right', 'wrong', 'wrong']);
    expect([proofBy(sent({ tries: 4 }), RIGHT, at(4)), proofBy(sent({ tries: 5 }), RIGHT, at(4))]).toEqual(['right', 'wrong']);
  });

  it('is right in the browser that asked, whatever strangers tried; to them not after five tries, nor when those of the browser are used up', () => {
    const byStranger = { right: true, own: false };
    const guessed = sent({ strangersTries: 5 });
    expect([proofBy(guessed, RIGHT, at(4)), proofBy(guessed, byStranger, at(4))]).toEqual(['right', 'wrong']);
    expect([proofBy(sent({ strangersTries: 4 }), byStranger, at(4)), proofBy(sent({ tries: 5 }), byStranger, at(4))]).toEqual(['right', 'wrong']);
  });

  it('that was used says so for ten minutes, also when it has expired meanwhile', () => {
    const used = sent({ tries: 1, usedAt: at(4) });
    expect([proofBy(used, RIGHT, at(4)), proofBy(used, RIGHT, at(13)), proofBy(used, RIGHT, at(14)), proofBy(used, WRONG, at(4))]).toEqual(['used-before', 'used-before', 'wrong', 'wrong']);
  });

  it('of which the time is not known is wrong', () => {
    const never = new Date(NaN);
    expect([proofBy(sent({ expiresAt: never }), RIGHT, at(1)), proofBy(sent({ usedAt: never }), RIGHT, at(1)), proofBy(sent(), RIGHT, never)]).toEqual(['wrong', 'wrong', 'wrong']);
  });
});
