import { ChangeDetectionStrategy, Component, DestroyRef, computed, inject, input, signal } from '@angular/core';
import { FieldTree } from '@angular/forms/signals';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../../api/client';
import { DigitsField } from './digits-field';
import { FieldProblem } from './field-problem';
import { SentForm } from './sent-form';
import { fieldsAbout, problemOf } from '../../api/problem';
import { Busy } from '../busy';
import { ProblemNotice, waitInWords } from '../problem-notice';

/**
 * Asks for a code by SMS and waits as long as the server says before the next; what is refused stands at its button, wherever the form's own notice
 * is: asked for on another page a moment ago, it counts down from what is left. Where SMS are a demo it points to the demo inbox.
 */
@Component({
  selector: 'app-sms-code-field',
  imports: [Busy, DigitsField, FieldProblem, ProblemNotice, TranslocoPipe],
  template: `
    <div class="bm-field">
      <label for="sms-code">{{ 'ui.sms.label' | transloco }}</label>
      <div class="row">
        <input
          id="sms-code"
          autocomplete="one-time-code"
          [appDigits]="of()().value()"
          (appDigitsChange)="of()().value.set($event)"
          [maximum]="6"
        />
        <button type="button" class="bm-button" [appBusy]="busy()" (click)="send()">
          {{ 'ui.sms.send.' + wait().unit | transloco: { count: wait().count } }}
        </button>
      </div>
      <app-field-problem [of]="of()" field="sms-code" />
      <span class="hint" role="status">
        @if (tooSoon() && waiting()) {
          <strong>{{ 'ui.sms.tooSoon.' + wait().unit | transloco: { count: wait().count } }}</strong>
        } @else if (sent()) {
          {{ 'ui.sms.sent' | transloco }}
        }
        @if (demo()) {
          <a href="/demo-inbox" target="_blank">{{ 'ui.sms.demo' | transloco }}</a>
        }
      </span>
      <app-problem-notice [problem]="problem()" />
    </div>
  `,
  styles: `
    .row {
      display: flex;
      flex-wrap: wrap;
      gap: 10px;
    }
    input {
      flex: 2 1 7em;
      min-width: 0;
      letter-spacing: 0.15em;
    }
    button {
      flex: 1 1 auto;
      min-width: min(9em, 100%);
      max-width: 100%;
      padding: 0 14px;
      border-radius: var(--bm-radius-small);
      min-height: 52px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SmsCodeField {
  private readonly api = inject(Api);
  private readonly form = inject(SentForm);
  readonly of = input.required<FieldTree<string>>();
  /** The mobile to prove at registration; without one the code goes to the mobile of the account. */
  readonly mobile = input<FieldTree<string>>();
  readonly purpose = input<'register' | 'recover'>('register');
  /** When the next may be asked for, and what time it is, by `performance.now()`: a timer of a page in the background stands still. */
  private readonly nextAt = signal(0);
  private readonly now = signal(0);
  protected readonly wait = computed(() => waitInWords(this.nextAt() - this.now()));
  protected readonly waiting = computed(() => this.wait().count > 0);
  protected readonly busy = signal(false);
  protected readonly sent = signal(false);
  /** Pressed again before the next may be sent. */
  protected readonly tooSoon = signal(false);
  protected readonly problem = signal<unknown>(undefined);
  protected readonly demo = signal(false);
  private ticking?: ReturnType<typeof setInterval>;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearInterval(this.ticking));
  }

  protected async send(): Promise<void> {
    const field = this.mobile();
    if (this.busy() || (field && !this.form.requires(field))) return;
    this.now.set(performance.now());
    this.tooSoon.set(this.waiting());
    if (this.waiting()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    this.sent.set(false);
    try {
      this.countDown(performance.now() + (await this.asked(field?.().value().trim())) * 1000);
      this.sent.set(true);
      this.form.show(undefined);
      this.demo.set(
        await this.api.call('GET /api/demo/sms').then(
          () => true,
          () => false,
        ),
      );
    } catch (error) {
      this.refused(error);
    } finally {
      this.busy.set(false);
    }
  }

  /** @returns in how many seconds the next may be asked for */
  private async asked(mobile?: string): Promise<number> {
    const { retryAfterSeconds } = mobile
      ? await this.api.call('POST /api/sms-codes', { body: { mobile, purpose: this.purpose() } })
      : await this.api.call('POST /api/me/sms-codes');
    return retryAfterSeconds;
  }

  private refused(error: unknown): void {
    const problem = problemOf(error);
    if (problem.status === 429 && problem.retryAt !== undefined) {
      this.tooSoon.set(true);
      this.countDown(problem.retryAt);
    } else if (fieldsAbout(problem).length > 0) this.form.show(problem);
    else this.problem.set(problem);
  }

  private countDown(nextAt: number): void {
    clearInterval(this.ticking);
    this.nextAt.set(nextAt);
    this.now.set(performance.now());
    this.ticking = setInterval(() => {
      this.now.set(performance.now());
      if (!this.waiting()) clearInterval(this.ticking);
    }, 1000);
  }
}
