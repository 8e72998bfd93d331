import {
  colleaguesScan,
  feedbackClosed,
  notMeasuredWhy,
  reasonNeedsText,
  temperatureDisagrees,
  temperatureOutOfRange,
  temperatureValueNeeded,
} from './errors.js';

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

/** A scan that read a code, with what was said of it until now. */
export interface Passage {
  readonly scannerId: string;
  readonly said: Feedback | undefined;
  /** When it was said at first. */
  readonly saidAt: Date | undefined;
  /** Of what was told of it: the scan itself is 1, each feedback one more. Unknown of passages of before versions were kept. */
  readonly version: number | undefined;
}

/**
 * Who scanned a person gives the feedback: two people at one gate would contradict each other.
 * @returns the version of the passage that this feedback makes; nothing when it says once more what was said
 * @throws when it is a colleague's passage, or was said too long ago to be corrected
 */
export function nextVersion(
  { scannerId, said, saidAt, version }: Passage,
  feedback: Feedback,
  now: { readonly scannerId: string; readonly at: Date },
): number | undefined {
  if (scannerId !== now.scannerId) throw colleaguesScan();
  if (said && saysTheSame(said, feedback)) return undefined;
  if (saidAt && !(now.at.getTime() - saidAt.getTime() <= CHANGEABLE_MS)) throw feedbackClosed();
  return (version ?? (saidAt ? UNVERSIONED.corrected : 1)) + 1;
}

/** Passages of before versions were kept have told 1 without feedback, else 2, or 3 when they were corrected. */
export const UNVERSIONED = { said: 2, corrected: 3 } as const;

function saysTheSame(one: Feedback, other: Feedback): boolean {
  return (
    one.reason === other.reason &&
    one.reasonText === other.reasonText &&
    one.temperature.result === other.temperature.result &&
    one.temperature.value === other.temperature.value &&
    one.temperature.why === other.temperature.why &&
    one.outcome === other.outcome
  );
}

/** 反馈结果 (guide, chapter 4, step 4 D). @throws when it contradicts itself */
export function assertConsistent(
  { reason, reasonText, temperature: { result, value, why } }: Feedback,
  abnormalFrom: number,
): void {
  if (reason === 'other' && !reasonText?.trim()) throw reasonNeedsText();
  if (result === 'not-measured') {
    if (!why?.trim()) throw notMeasuredWhy();
    if (value !== undefined) throw temperatureDisagrees();
    return;
  }
  if (value === undefined) {
    if (result === 'abnormal') throw temperatureValueNeeded();
    return;
  }
  if (value < LOWEST || value > HIGHEST) throw temperatureOutOfRange({ lowest: LOWEST, highest: HIGHEST });
  if ((result === 'abnormal') !== value >= abnormalFrom) throw temperatureDisagrees({ abnormalFrom });
}
