import { Problem } from '../api/problem';
import { ClockState } from '../api/server-clock';
import { Ability, Drawing } from './device-code';
import { Answer } from '../api/contract';

export type CodeView = Answer<'GET /api/code'>;
export type ActiveCause = CodeView['causes'][number];

export type KnownView = Omit<CodeView, 'causes'>;

/** What is held before the scanner: the picture, or on a browser that keeps no keys the digits alone. */
export type Held =
  | { readonly qr: Drawing; readonly digits?: readonly string[]; readonly digitsNeedSms: boolean }
  | { readonly qr?: undefined; readonly digits: readonly string[]; readonly problem?: Problem };

/**
 * What stands on the code page. Only `shown` may be read as a verdict and stands in its colour; `doubtful` is held the same way, but whether
 * it will be read nobody knows, because the clock may be wrong.
 */
export type CodeState =
  | { readonly kind: 'closed' | 'unclaimed' | 'loading'; readonly view?: undefined }
  | { readonly kind: 'refused'; readonly problem: Problem; readonly view?: undefined }
  | { readonly kind: 'shown' | 'doubtful'; readonly view: KnownView; readonly held: Held }
  | { readonly kind: 'stale' | 'insecure'; readonly view: KnownView }
  | { readonly kind: 'preparing' | 'needs-sms'; readonly view: KnownView; readonly digits?: readonly string[] }
  | {
      readonly kind: 'not-issued';
      readonly view: KnownView;
      readonly digits?: readonly string[];
      readonly problem: Problem;
    };

export interface CodeFacts {
  readonly ability: Ability;
  readonly clock: ClockState;
  /** The last answer about the code, of now or kept from before. */
  readonly view?: KnownView;
  /** The colour turned or the credential ended since that answer. */
  readonly ranOut: boolean;
  readonly qr?: Drawing;
  readonly digits?: readonly string[];
  readonly digitsNeedSms: boolean;
  /** What the server refused last, unless it was only out of reach and the code can be shown all the same. */
  readonly problem?: Problem;
  /** Another tab signed out or gave up this device. */
  readonly closed: boolean;
}

/** This device has no place among those that show the code yet: it takes an SMS, and before that a free place. */
export function needsSms(problem: Problem | undefined): boolean {
  return problem?.code === 'DEVICE.SMS_REQUIRED' || problem?.code === 'DEVICE.TOO_MANY';
}

export function codeState(facts: CodeFacts): CodeState {
  const { view, problem } = facts;
  if (facts.closed) return { kind: 'closed' };
  if (problem?.code === 'CODE.NOT_CLAIMED') return { kind: 'unclaimed' };
  if (!view) return problem ? { kind: 'refused', problem } : { kind: 'loading' };
  if (facts.ranOut) return { kind: 'stale', view };
  const held = holding(facts);
  if (held) return { kind: facts.clock === 'doubtful' ? 'doubtful' : 'shown', view, held };
  return withoutPicture(view, facts);
}

function holding({ ability, qr, digits, digitsNeedSms, problem }: CodeFacts): Held | undefined {
  if (qr) return { qr, digits, digitsNeedSms: digitsNeedSms && !digits };
  return ability === 'digits-only' && digits ? { digits, problem } : undefined;
}

function withoutPicture(view: KnownView, { ability, digits, problem }: CodeFacts): CodeState {
  if (ability === 'insecure') return { kind: 'insecure', view };
  if (!problem) return { kind: 'preparing', view, digits };
  const canConfirm = ability === 'presents' && needsSms(problem);
  return canConfirm ? { kind: 'needs-sms', view, digits } : { kind: 'not-issued', view, digits, problem };
}

/** Sentences above the code, as keys below `resident.code`. Without network and with a clock in doubt only what to do is said, no promise. */
export function notices(offline: boolean, clock: ClockState): readonly string[] {
  if (clock === 'doubtful') return [offline ? 'clock.offline' : 'clock.doubtful'];
  return [...(clock === 'corrected' ? ['clock.corrected'] : []), ...(offline ? ['offline'] : [])];
}

export function isHeld(state: CodeState): state is Extract<CodeState, { held: Held }> {
  return state.kind === 'shown' || state.kind === 'doubtful';
}

export function digitsOf(state: CodeState): readonly string[] | undefined {
  if (isHeld(state)) return state.held.digits;
  return 'digits' in state ? state.digits : undefined;
}

/** Confirming this device by SMS would show more than is shown now. */
export function asksForSms(state: CodeState): boolean {
  return state.kind === 'needs-sms' || (isHeld(state) && state.held.qr !== undefined && state.held.digitsNeedSms);
}
