import { describe, expect, it } from '@jest/globals';
import { type CodeOfMobile, proofBy, tryAt } from './sms-code.js';

const at = (minute: number) => new Date(Date.UTC(2020, 1, 15, 8, minute));
const sent = (changes = {}) => ({ tries: 0, strangersTries: 0, usedAt: null, expiresAt: at(5), ...changes });
const RIGHT = { right: true, own: true };
const WRONG = { right: false, own: true };

describe('A code by SMS', () => {
  it('is right until it expires, and after five tries never', () => {
    expect([proofBy(sent(), RIGHT, at(4)), proofBy(sent(), RIGHT, at(5)), proofBy(sent(), WRONG, at(4))]).toEqual([
      'right',
      'wrong',
      'wrong',
    ]);
    expect([proofBy(sent({ tries: 4 }), RIGHT, at(4)), proofBy(sent({ tries: 5 }), RIGHT, at(4))]).toEqual([
      'right',
      'wrong',
    ]);
  });

  it('is right in the browser that asked, whatever strangers tried; to them not after five tries, nor when those of the browser are used up', () => {
    const byStranger = { right: true, own: false };
    const guessed = sent({ strangersTries: 5 });
    expect([proofBy(guessed, RIGHT, at(4)), proofBy(guessed, byStranger, at(4))]).toEqual(['right', 'wrong']);
    expect([
      proofBy(sent({ strangersTries: 4 }), byStranger, at(4)),
      proofBy(sent({ tries: 5 }), byStranger, at(4)),
    ]).toEqual(['right', 'wrong']);
  });

  it('that was used says so for ten minutes, also when it has expired meanwhile', () => {
    const used = sent({ tries: 1, usedAt: at(4) });
    expect([
      proofBy(used, RIGHT, at(4)),
      proofBy(used, RIGHT, at(13)),
      proofBy(used, RIGHT, at(14)),
      proofBy(used, WRONG, at(4)),
    ]).toEqual(['used-before', 'used-before', 'wrong', 'wrong']);
  });

  it('of which the time is not known is wrong', () => {
    const never = new Date(NaN);
    expect([
      proofBy(sent({ expiresAt: never }), RIGHT, at(1)),
      proofBy(sent({ usedAt: never }), RIGHT, at(1)),
      proofBy(sent(), RIGHT, never),
    ]).toEqual(['wrong', 'wrong', 'wrong']);
  });
});

describe('Of several codes for one mobile', () => {
  const code = (name: string, minute: number, changes: Partial<CodeOfMobile> = {}) => ({
    name,
    ...sent({ expiresAt: at(minute + 5) }),
    sentAt: at(minute),
    own: false,
    ...changes,
  });
  const tried = (codes: ReturnType<typeof code>[], typed: string, minute: number) => {
    const result = tryAt(codes, ({ name }) => name === typed, at(minute));
    return [result.proof, ...result.looked.map(({ name }) => name)];
  };

  it('the own one is looked at first, then the latest; others and older ones are not', () => {
    const codes = [code('latest', 4), code('own', 3, { own: true }), code('other', 2), code('older', 1, { own: true })];
    expect(tried(codes, 'own', 5)).toEqual(['right', 'own']);
    expect(tried(codes, 'latest', 5)).toEqual(['right', 'own', 'latest']);
    expect(['other', 'older', '?'].map((typed) => tried(codes, typed, 5))).toEqual(
      Array(3).fill(['wrong', 'own', 'latest']),
    );
  });

  it('only the latest is looked at for whoever asked for none, and one is looked at once', () => {
    expect([
      tried([code('latest', 2), code('other', 1)], 'other', 3),
      tried([code('own', 2, { own: true })], '?', 3),
      tried([], '?', 3),
    ]).toEqual([['wrong', 'latest'], ['wrong', 'own'], ['wrong']]);
  });

  it('one that did its work ends those sent before, not those after, and says so still', () => {
    const codes = [code('after', 4), code('before', 2, { own: true }), code('used', 1, { usedAt: at(3) })];
    expect([tried(codes, 'before', 5), tried(codes, 'after', 5)]).toEqual([
      ['wrong', 'before', 'after'],
      ['right', 'before', 'after'],
    ]);
    expect(tried([code('after', 4), code('used', 1, { own: true, usedAt: at(3) })], 'used', 5)).toEqual([
      'used-before',
      'used',
    ]);
  });
});
