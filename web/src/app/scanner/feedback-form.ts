import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { FormsModule } from '@angular/forms';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { ProblemNotice } from '../ui/problem-notice';
import { Feedback, Outcome, ScanResult, ScannerApi, TemperatureResult, Words } from './scanner-api';

/** 反馈结果 (guide, chapter 4, step 4 D): why the person passes, the temperature, what was decided. */
@Component({
  selector: 'app-feedback-form',
  imports: [FormsModule, MatButtonModule, MatFormFieldModule, MatInputModule, ProblemNotice, TranslocoPipe],
  templateUrl: './feedback-form.html',
  styleUrl: './feedback-form.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FeedbackForm {
  readonly result = input.required<ScanResult>();
  readonly sent = output<void>();
  readonly cancelled = output<void>();
  private readonly api = inject(ScannerApi);
  private readonly transloco = inject(TranslocoService);

  protected readonly temperatures: readonly TemperatureResult[] = ['normal', 'abnormal', 'not-measured'];
  protected readonly outcomes: readonly Outcome[] = ['released', 'turned-back', 'held', 'transferred'];
  protected readonly choices = toSignal(this.api.choices());
  protected readonly reason = signal('');
  protected readonly reasonText = signal('');
  protected readonly temperature = signal<TemperatureResult | ''>('');
  protected readonly value = signal('');
  protected readonly why = signal('');
  protected readonly outcome = signal<Outcome | ''>('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);

  /** As people type it: 38,2 · ３８．２ · 38.2 ℃. */
  private readonly typed = computed(() => this.value().normalize('NFKC').replace(/[\s°C℃]/gi, '').replace(',', '.'));
  protected readonly needsText = computed(() => this.choices()?.passReasons.find(({ key }) => key === this.reason())?.needsText ?? false);
  protected readonly valueProblem = computed(() => this.disagreement());
  protected readonly complete = computed(
    () =>
      this.reason() !== '' &&
      this.temperature() !== '' &&
      this.outcome() !== '' &&
      (!this.needsText() || this.reasonText().trim() !== '') &&
      (this.temperature() !== 'abnormal' || this.typed() !== '') &&
      (this.temperature() !== 'not-measured' || this.why().trim() !== '') &&
      this.valueProblem() === undefined,
  );

  protected word(words: Words): string {
    return this.transloco.getActiveLang() === 'en' ? words.en : words.zh;
  }

  protected async submit(): Promise<void> {
    if (!this.complete() || this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await firstValueFrom(this.api.giveFeedback(this.result().scanId, this.feedback()));
      this.sent.emit();
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }

  private feedback(): Feedback {
    const result = this.temperature() as TemperatureResult;
    const measured = result !== 'not-measured' && this.typed() !== '';
    return {
      reason: this.reason(),
      ...(this.needsText() ? { reasonText: this.reasonText().trim() } : {}),
      temperature: {
        result,
        ...(measured ? { value: Number(this.typed()) } : {}),
        ...(result === 'not-measured' ? { why: this.why().trim() } : {}),
      },
      outcome: this.outcome() as Outcome,
    };
  }

  /** Which sentence explains why the value cannot be right, if it cannot. */
  private disagreement(): 'range' | 'decimals' | 'not-abnormal' | 'not-normal' | undefined {
    const bounds = this.choices()?.temperature;
    if (!bounds || this.typed() === '' || this.temperature() === 'not-measured') return undefined;
    const value = Number(this.typed());
    if (Number.isNaN(value) || value < bounds.min || value > bounds.max) return 'range';
    if (!/^\d+(\.\d)?$/.test(this.typed())) return 'decimals';
    if (this.temperature() === 'abnormal' && value < bounds.abnormalFrom) return 'not-abnormal';
    if (this.temperature() === 'normal' && value >= bounds.abnormalFrom) return 'not-normal';
    return undefined;
  }
}
