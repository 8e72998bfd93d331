import { describe, expect, it } from '@jest/globals';
import { acceptablePassword, DEMO_PASSWORD, type KnownPerson } from './password-rules.js';

const XU: KnownPerson = { mobile: '13600001234', name: '许文静', units: ['福州市第一医院'] };
const hard = () => 1e12;
const accepted = (password: string, person = XU) => acceptablePassword(password, person, hard);

describe('A password', () => {
  it('has 12 to 128 characters, as people count them', () => {
    expect([11, 12, 128, 129].map((length) => accepted('河'.repeat(length)))).toEqual([false, true, true, false]);
    expect([accepted('🌊'.repeat(11)), accepted('🌊'.repeat(12))]).toEqual([false, true]);
  });

  it('takes ten thousand million guesses', () => {
    const takes = (guesses: number) => acceptablePassword('the quiet river', XU, () => guesses);
    expect([takes(1e10 - 1), takes(1e10)]).toEqual([false, true]);
  });

  it('is compared in one spelling, with everything that is known of the person', () => {
    const asked: unknown[] = [];
    acceptablePassword('Ｔｈｅ Quiet River', XU, (...given) => asked.push(given));
    expect(asked).toEqual([
      ['the quiet river', ['bamin-demo-2020', '13600001234', '00001234', '许文静', '福州市第一医院']],
    ]);
  });

  it.each([
    ['the mobile number', 'my number 13600001234'],
    ['its last eight digits', 'my number 00001234'],
    ['the name', '许文静 by the quiet river'],
    ['the unit', '福州市第一医院 by the river'],
    ['that of the demo world', `my ${DEMO_PASSWORD.toUpperCase()}!`],
  ])('does not hold %s', (_, password) => {
    expect(accepted(password)).toBe(false);
  });

  it('does not hold a name of several words, nor one of them that is long enough to mean somebody', () => {
    const zoe = { mobile: '13600001234', name: 'Zoë Li·Andersson' };
    expect(['by zoë li·andersson', 'andersson 1966 x', 'zoë by the river'].map((it) => accepted(it, zoe))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('may hold single characters of a name, and anything where no name is known', () => {
    expect([
      accepted('文 by the quiet river', { ...XU, name: '文' }),
      accepted('许文静 by a river', { mobile: '13600001234' }),
    ]).toEqual([true, true]);
  });
});
