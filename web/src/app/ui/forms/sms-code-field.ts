import { ChangeDetectionStrategy, Component, DestroyRef, inject, input, signal } from '@angular/core';
import { FieldTree } from '@angular/forms/signals';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../../api/client';
import { DigitsField } from './digits-field';
import { FieldProblem } from './field-problem';
import { SentForm } from './sent-form';
import { Busy } from '../busy';

/** Asks for a code by SMS and waits as long as the server says before the next; where SMS are a demo it points to the demo inbox. */
@Component({
  selector: 'app-sms-code-field',
  imports: [Busy, DigitsField, FieldProblem, TranslocoPipe],
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
          {{ wait() > 0 ? ('ui.sms.wait' | transloco: { seconds: wait() }) : ('ui.sms.send' | transloco) }}
        </button>
      </div>
      <app-field-problem [of]="of()" field="sms-code" />
      <span class="hint" role="status">
        @if (tooSoon() && wait() > 0) {
          {{ 'ui.sms.tooSoon' | transloco: { seconds: wait() } }}
        } @else if (sent()) {
          {{ 'ui.sms.sent' | transloco }}
        }
        @if (demo()) {
          <a href="/demo-inbox" target="_blank">{{ 'ui.sms.demo' | transloco }}</a>
        }
      </span>
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
  protected readonly wait = signal(0);
  protected readonly busy = signal(false);
  protected readonly sent = signal(false);
  /** Pressed again before the next may be sent. */
  protected readonly tooSoon = signal(false);
  protected readonly demo = signal(false);
  private ticking?: ReturnType<typeof setInterval>;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearInterval(this.ticking));
  }

  protected async send(): Promise<void> {
    const field = this.mobile();
    if (this.busy() || (field && !this.form.requires(field))) return;
    this.tooSoon.set(this.wait() > 0);
    if (this.tooSoon()) return;
    this.busy.set(true);
    try {
      const mobile = field?.().value().trim();
      const { retryAfterSeconds } = mobile
        ? await this.api.call('POST /api/sms-codes', { body: { mobile, purpose: this.purpose() } })
        : await this.api.call('POST /api/me/sms-codes');
      this.sent.set(true);
      this.form.show(undefined);
      this.countDown(retryAfterSeconds);
      this.demo.set(
        await this.api.call('GET /api/demo/sms').then(
          () => true,
          () => false,
        ),
      );
    } catch (error) {
      this.form.show(error);
    } finally {
      this.busy.set(false);
    }
  }

  private countDown(seconds: number): void {
    clearInterval(this.ticking);
    this.wait.set(seconds);
    this.ticking = setInterval(() => {
      this.wait.update((left) => left - 1);
      if (this.wait() <= 0) clearInterval(this.ticking);
    }, 1000);
  }
}
