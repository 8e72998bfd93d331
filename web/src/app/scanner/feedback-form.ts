import { ChangeDetectionStrategy, Component, computed, inject, input, output, resource, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../api/client';
import { fieldErrorAt } from '../api/problem';
import { Feedback, Outcome, ScanResult, TemperatureResult } from '../api/types';
import { FieldProblem } from '../ui/field-problem';
import { InWords } from '../ui/in-words';
import { ProblemNotice } from '../ui/problem-notice';
import { RadioChip, RadioChips } from '../ui/radio-chips';

/** As the API names them, where they are not the form's own names. */
const PATHS = { reasonText: 'reasonText', value: 'temperature.value', why: 'temperature.why' };

/** 反馈结果 (guide, chapter 4, step 4 D): why the person passes, the temperature, what was decided. */
@Component({
  selector: 'app-feedback-form',
  imports: [
    FieldProblem,
    FormsModule,
    InWords,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    ProblemNotice,
    RadioChip,
    RadioChips,
    TranslocoPipe,
  ],
  templateUrl: './feedback-form.html',
  styleUrl: './feedback-form.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FeedbackForm {
  readonly result = input.required<ScanResult>();
  readonly sent = output<void>();
  readonly cancelled = output<void>();
  private readonly api = inject(Api);

  protected readonly temperatures: readonly TemperatureResult[] = ['normal', 'abnormal', 'not-measured'];
  protected readonly outcomes: readonly Outcome[] = ['released', 'turned-back', 'held', 'transferred'];
  protected readonly choices = resource({ loader: () => this.api.call('GET /api/choices') }).value;
  protected readonly reason = signal<string | undefined>(undefined);
  protected readonly reasonText = signal('');
  protected readonly temperature = signal<string | undefined>(undefined);
  protected readonly value = signal('');
  protected readonly why = signal('');
  protected readonly outcome = signal<string | undefined>(undefined);
  protected readonly fields = Object.values(PATHS);
  /** 提交 was pressed. */
  private readonly pressed = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);

  /** As people type it: 38,2 · ３８．２ · 38.2 ℃. */
  private readonly typed = computed(() =>
    this.value()
      .normalize('NFKC')
      .replace(/[\s°C℃]/gi, '')
      .replace(',', '.'),
  );
  protected readonly needsText = computed(
    () => this.choices()?.passReasons.find(({ key }) => key === this.reason())?.needsText ?? false,
  );
  protected readonly valueProblem = computed(() => this.disagreement());
  /** What is still to be said, in the order of the form. */
  private readonly firstGap = computed(() => {
    if (!this.reason()) return 'reason';
    if (this.needsText() && this.reasonText().trim() === '') return 'reasonText';
    if (!this.temperature()) return 'temperature';
    if (this.temperature() === 'abnormal' && this.typed() === '') return 'value';
    if (this.temperature() === 'not-measured' && this.why().trim() === '') return 'why';
    return this.outcome() ? undefined : 'outcome';
  });
  protected readonly gap = computed(() => (this.pressed() ? this.firstGap() : undefined));

  protected async submit(): Promise<void> {
    if (this.busy()) return;
    this.pressed.set(true);
    const wrong = this.valueProblem() ? 'value' : this.firstGap();
    if (wrong) return this.leadTo(wrong);
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const path = { id: this.result().scanId };
      await this.api.call('PUT /api/scans/{id}/feedback', { path, body: this.feedback() });
      this.sent.emit();
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }

  protected isWrong(field: keyof typeof PATHS): boolean {
    return this.gap() === field || fieldErrorAt(this.problem(), PATHS[field]) !== undefined;
  }

  private leadTo(field: string): void {
    const place = document.getElementById(`feedback-${field}`);
    (place?.querySelector<HTMLElement>('[tabindex="0"]') ?? place)?.focus();
  }

  private feedback(): Feedback {
    const result = this.temperature() as TemperatureResult;
    const measured = result !== 'not-measured' && this.typed() !== '';
    return {
      reason: this.reason() as Feedback['reason'],
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
