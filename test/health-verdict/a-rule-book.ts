import type { ColourWords } from '../../src/health-verdict/contracts/colours.js';
import type { CauseRule, RuleBook, RuleVersion } from '../../src/health-verdict/domain/rule-book.js';

const none = { zh: '', en: '' };

export function aColour(key: string, rank: number): ColourWords {
  const name = { zh: key, en: key.replace(/^./, (first) => first.toUpperCase()) };
  return { key, rank, name, verdict: { zh: `${key}核验`, en: `${name.en} verdict` }, icon: key };
}

export const TWO_COLOURS = ['green', 'orange'].map(aColour);
export const THREE_COLOURS = ['green', 'yellow', 'red'].map(aColour);

export function aCause(cause: number, kind: string, rule: Partial<CauseRule> = {}): CauseRule {
  const texts = { title: none, source: none, wayBack: none, legalBasis: none };
  return { cause, kinds: [kind], colour: 'orange', untilReleased: rule.windowDays === undefined, ...texts, ...rule };
}

/** @param begins a local time of the day, or midnight */
export function aVersion(version: number, begins: string, ...causes: CauseRule[]): RuleVersion {
  const effectiveFrom = `${begins.includes('T') ? begins : `${begins}T00:00:00`}+08:00`;
  return { version, effectiveFrom, causes };
}

/** As the province's guide has it, in its two colours. */
export const CASE = aCause(1, 'confirmed-case');
export const CONTACT = aCause(2, 'close-contact', { windowDays: 14, untilReleased: true });
export const VISIT = aCause(5, 'fever-clinic-visit', { windowDays: 14 });
export const PURCHASE = aCause(6, 'antipyretic-purchase', { windowDays: 14 });
export const FIRST = aVersion(1, '2020-02-01', CASE, CONTACT, VISIT);

export function aRuleBook(versions: readonly RuleVersion[] = [FIRST], scale = TWO_COLOURS): RuleBook {
  return { scale, versions };
}
