import { choices } from './choices.js';
import { OUTCOMES, PASS_REASONS } from './feedback.js';

const { passReasons, outcomes, temperature } = choices(37.3);

describe('a scanner', () => {
  it('is offered every reason and every outcome that feedback may have', () => {
    expect(passReasons.map(({ key }) => key)).toEqual(PASS_REASONS);
    expect(outcomes.map(({ key }) => key)).toEqual(OUTCOMES);
  });

  it.each([...passReasons, ...outcomes])('reads $key in words of both languages', ({ title }) => {
    expect(title.zh).toMatch(/^\p{Script=Han}+$/u);
    expect(title.en).toMatch(/^[A-Z][a-z]+/);
  });

  it('can tell one choice from the other in both languages', () => {
    for (const offered of [passReasons, outcomes])
      for (const language of ['zh', 'en'] as const)
        expect(new Set(offered.map(({ title }) => title[language])).size).toBe(offered.length);
  });

  it('is asked for a text with the other reasons only', () => {
    expect(passReasons.flatMap(({ needsText, key }) => (needsText === undefined ? [] : [[key, needsText]]))).toEqual([
      ['other', true],
    ]);
  });

  it('types temperatures of living people, and knows from where they are abnormal', () => {
    expect(temperature).toEqual({ min: 34, max: 43, abnormalFrom: 37.3 });
  });
});
