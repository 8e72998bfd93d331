import { defineError } from '../../platform/kernel/domain-error.js';
import { colleaguesScan, feedbackClosed } from './errors.js';

export const PASS_REASONS = [
  'home',
  'work',
  'official',
  'medical',
  'shopping',
  'visiting',
  'school',
  'delivery',
  'construction',
  'visitor',
  'other',
] as const;
export const OUTCOMES = ['released', 'turned-back', 'held', 'transferred'] as const;
export const TEMPERATURE_RESULTS = ['normal', 'abnormal', 'not-measured'] as const;

/** °C; what lies outside was not measured on a living person. */
export const LOWEST = 34.0;
export const HIGHEST = 43.0;

/** The scanner may correct what was said, for half an hour. */
export const CHANGEABLE_MS = 30 * 60_000;

/** What was fed back before; each correction is a version of its own. */
export interface Passage {
  readonly scannerId: string;
  readonly feedbackAt: Date | undefined;
  /** The scan itself is version 1. */
  readonly version: number;
}

export interface Feedback {
  readonly reason: (typeof PASS_REASONS)[number];
  readonly reasonText?: string | undefined;
  readonly temperature: {
    readonly result: (typeof TEMPERATURE_RESULTS)[number];
    /** °C, one decimal. */
    readonly value?: number | undefined;
    readonly why?: string | undefined;
  };
  readonly outcome: (typeof OUTCOMES)[number];
}

/**
 * Who scanned a person gives the feedback: two people at one gate would contradict each other.
 * @returns the version of the passage that this feedback makes
 */
export function nextVersion(
  { scannerId, feedbackAt, version }: Passage,
  now: { readonly scannerId: string; readonly at: Date },
): number {
  if (scannerId !== now.scannerId) throw colleaguesScan();
  if (feedbackAt && !(now.at.getTime() - feedbackAt.getTime() <= CHANGEABLE_MS)) throw feedbackClosed();
  return version + 1;
}

const reasonNeedsText = defineError('FEEDBACK.REASON_TEXT', 'refused', {
  zh: '通行原因选择“其他”时请说明',
  en: 'The reason "other" needs a text',
});
const outOfRange = defineError('FEEDBACK.TEMPERATURE_RANGE', 'refused', {
  zh: '体温应在34.0至43.0℃之间',
  en: 'A temperature lies between 34.0 and 43.0 °C',
});
const valueNeeded = defineError('FEEDBACK.TEMPERATURE_VALUE', 'refused', {
  zh: '体温异常时请填写体温',
  en: 'An abnormal temperature needs its value',
});
const disagrees = defineError('FEEDBACK.TEMPERATURE_DISAGREES', 'refused', {
  zh: '体温数值与结果不一致',
  en: 'The value does not agree with the result',
});
const whyNeeded = defineError('FEEDBACK.NOT_MEASURED_WHY', 'refused', {
  zh: '未测体温时请说明原因',
  en: 'A temperature not measured needs a reason',
});

/** 反馈结果 (guide, chapter 4, step 4 D). @throws when it contradicts itself */
export function assertConsistent(
  { reason, reasonText, temperature: { result, value, why } }: Feedback,
  abnormalFrom: number,
): void {
  if (reason === 'other' && !reasonText?.trim()) throw reasonNeedsText();
  if (result === 'not-measured') {
    if (!why?.trim()) throw whyNeeded();
    if (value !== undefined) throw disagrees();
    return;
  }
  if (value === undefined) {
    if (result === 'abnormal') throw valueNeeded();
    return;
  }
  if (value < LOWEST || value > HIGHEST) throw outOfRange({ lowest: LOWEST, highest: HIGHEST });
  if ((result === 'abnormal') !== value >= abnormalFrom) throw disagrees({ abnormalFrom });
}
