import { choices } from './choices.js';
import { OUTCOMES, PASS_REASONS } from './feedback.js';

const offered = () => choices(37.3);

describe('a scanner', () => {
  it('is offered every reason and every outcome that feedback may have', () => {
    const { passReasons, outcomes } = offered();
    expect(passReasons.map(({ key }) => key)).toEqual(PASS_REASONS);
    expect(outcomes.map(({ key }) => key)).toEqual(OUTCOMES);
  });

  it('reads each of them in words of both languages', () => {
    for (const { title } of [...offered().passReasons, ...offered().outcomes]) {
      expect(title.zh).toMatch(/^\p{Script=Han}+$/u);
      expect(title.en).toMatch(/^[A-Z][a-z]+/);
    }
  });

  it('can tell one choice from the other in both languages', () => {
    for (const titles of [offered().passReasons, offered().outcomes].map((some) => some.map(({ title }) => title)))
      for (const language of ['zh', 'en'] as const)
        expect(new Set(titles.map((title) => title[language])).size).toBe(titles.length);
  });

  it('is asked for a text with the other reasons only', () => {
    const { passReasons } = offered();
    expect(passReasons.filter((reason) => 'needsText' in reason)).toMatchObject([{ key: 'other', needsText: true }]);
  });

  it('types temperatures of living people, and knows from where they are abnormal', () => {
    expect(offered().temperature).toEqual({ min: 34, max: 43, abnormalFrom: 37.3 });
  });
});
