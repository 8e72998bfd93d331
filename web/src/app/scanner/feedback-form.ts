import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  output,
  resource,
  signal,
} from '@angular/core';
import { form, validate } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../api/client';
import { Answer } from '../api/contract';
import { ChipField } from '../ui/forms/chip-field';
import { InWords } from '../ui/in-words';
import { ProblemNotice } from '../ui/problem-notice';
import { RadioChip } from '../ui/forms/radio-chips';
import { SentForm, Slip } from '../ui/forms/sent-form';
import { atMost, filled } from '../ui/forms/slips';
import { TextField } from '../ui/forms/text-field';
import { ScanResult } from './scan-attempts';
import { Feedback, ScanInHand, TypedFeedback } from './scan-in-hand';
import { Busy } from '../ui/busy';

type Outcome = Feedback['outcome'];
type TemperatureResult = Feedback['temperature']['result'];

const NOTHING_TYPED: TypedFeedback = {
  reason: '',
  reasonText: '',
  temperature: { result: '', value: '', why: '' },
  outcome: '',
};

/** 反馈结果 (guide, chapter 4, step 4 D): why the person passes, the temperature, what was decided. */
@Component({
  selector: 'app-feedback-form',
  imports: [Busy, ChipField, InWords, MatButtonModule, ProblemNotice, RadioChip, SentForm, TextField, TranslocoPipe],
  templateUrl: './feedback-form.html',
  styleUrl: './feedback-form.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FeedbackForm {
  readonly result = input.required<ScanResult>();
  readonly sent = output<void>();
  readonly cancelled = output<void>();
  private readonly api = inject(Api);
  private readonly inHand = inject(ScanInHand);

  protected readonly temperatures: readonly TemperatureResult[] = ['normal', 'abnormal', 'not-measured'];
  protected readonly outcomes: readonly Outcome[] = ['released', 'turned-back', 'held', 'transferred'];
  protected readonly choices = resource({ loader: () => this.api.call('GET /api/choices') }).value;
  private readonly typed = signal(this.inHand.typed() ?? NOTHING_TYPED);
  protected readonly needsText = computed(
    () => this.choices()?.passReasons.find(({ key }) => key === this.typed().reason)?.needsText ?? false,
  );
  protected readonly form = form(this.typed, (path) => {
    filled(path.reason, 'scanner.feedback.missing.reason');
    validate(path.reasonText, ({ value }) => missing('reasonText', this.needsText() && !value().trim()));
    filled(path.temperature.result, 'scanner.feedback.missing.temperature');
    validate(path.temperature.value, ({ value, valueOf }) => this.slipOf(value(), valueOf(path.temperature.result)));
    validate(path.temperature.why, ({ value, valueOf }) =>
      missing('why', valueOf(path.temperature.result) === 'not-measured' && !value().trim()),
    );
    filled(path.outcome, 'scanner.feedback.missing.outcome');
    atMost(path.reasonText, 100);
    atMost(path.temperature.value, 8);
    atMost(path.temperature.why, 100);
  });

  constructor() {
    effect(() => this.inHand.write(this.typed()));
  }

  protected readonly give = async (): Promise<void> => {
    const path = { id: this.result().scanId };
    await this.api.call('PUT /api/scans/{id}/feedback', { path, body: this.feedback() });
    this.sent.emit();
  };

  private feedback(): Feedback {
    const { reason, reasonText, temperature, outcome } = this.typed();
    const result = temperature.result as TemperatureResult;
    const value = degrees(temperature.value);
    return {
      reason: reason as Feedback['reason'],
      reasonText: this.needsText() ? reasonText.trim() : undefined,
      temperature: {
        result,
        value: result !== 'not-measured' && value !== '' ? Number(value) : undefined,
        why: result === 'not-measured' ? temperature.why.trim() : undefined,
      },
      outcome: outcome as Outcome,
    };
  }

  private slipOf(typed: string, result: TemperatureResult | ''): Slip | undefined {
    const bounds = this.choices()?.temperature;
    const value = degrees(typed);
    if (value === '') return missing('value', result === 'abnormal');
    const which = bounds && disagreement(value, result, bounds);
    return which && { kind: 'wrong', message: `scanner.temperature.wrong.${which}`, values: bounds };
  }
}

function missing(what: 'reasonText' | 'value' | 'why', isMissing: boolean): Slip | undefined {
  return isMissing ? { kind: 'empty', message: `scanner.feedback.missing.${what}` } : undefined;
}

/** As people type it: 38,2 · ３８．２ · 38.2 ℃. */
function degrees(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\s°C℃]/gi, '')
    .replace(',', '.');
}

/** Which sentence explains why a value cannot be right, if it cannot. */
function disagreement(
  typed: string,
  result: TemperatureResult | '',
  bounds: Answer<'GET /api/choices'>['temperature'],
): 'range' | 'decimals' | 'not-abnormal' | 'not-normal' | undefined {
  if (result === 'not-measured') return undefined;
  const value = Number(typed);
  if (Number.isNaN(value) || value < bounds.min || value > bounds.max) return 'range';
  if (!/^\d+(\.\d)?$/.test(typed)) return 'decimals';
  if (result === 'abnormal' && value < bounds.abnormalFrom) return 'not-abnormal';
  return result === 'normal' && value >= bounds.abnormalFrom ? 'not-normal' : undefined;
}
