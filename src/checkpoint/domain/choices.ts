import type { Words } from '../../health-verdict/contracts/colours.js';
import { HIGHEST, LOWEST, OUTCOMES, PASS_REASONS } from './feedback.js';

const REASON_TITLES: Readonly<Record<(typeof PASS_REASONS)[number], Words>> = {
  home: { zh: '返家', en: 'Going home' },
  work: { zh: '上班返岗', en: 'Going to work' },
  official: { zh: '公务', en: 'Official business' },
  medical: { zh: '就医', en: 'Medical care' },
  shopping: { zh: '购物', en: 'Shopping' },
  visiting: { zh: '探亲访友', en: 'Visiting family or friends' },
  school: { zh: '上学', en: 'School' },
  delivery: { zh: '物流配送', en: 'Delivery' },
  construction: { zh: '施工维修', en: 'Construction or repair' },
  visitor: { zh: '访客', en: 'Visitor' },
  other: { zh: '其他', en: 'Other' },
};

const OUTCOME_TITLES: Readonly<Record<(typeof OUTCOMES)[number], Words>> = {
  released: { zh: '放行', en: 'Released' },
  'turned-back': { zh: '劝返', en: 'Turned back' },
  held: { zh: '留观', en: 'Held for observation' },
  transferred: { zh: '转送', en: 'Transferred' },
};

/** What the forms of a scanner offer. */
export function choices(abnormalFrom: number) {
  return {
    passReasons: PASS_REASONS.map((key) => ({
      key,
      title: REASON_TITLES[key],
      ...(key === 'other' ? { needsText: true } : {}),
    })),
    outcomes: OUTCOMES.map((key) => ({ key, title: OUTCOME_TITLES[key] })),
    temperature: { min: LOWEST, max: HIGHEST, abnormalFrom },
  };
}
