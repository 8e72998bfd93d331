import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  computed,
  inject,
  input,
  model,
  output,
  signal,
} from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../api/client';
import { DigitsField } from './digits-field';
import { EMPTY, FieldProblem } from './field-problem';

/** Asks for a code by SMS and waits as long as the server says before the next; where SMS are a demo it points to the demo inbox. */
@Component({
  selector: 'app-sms-code-field',
  imports: [DigitsField, FieldProblem, TranslocoPipe],
  template: `
    <div class="bm-field">
      <label for="sms-code">{{ 'ui.sms.label' | transloco }}</label>
      <div class="row">
        <input
          id="sms-code"
          name="sms-code"
          autocomplete="one-time-code"
          required
          [(appDigits)]="value"
          [maximum]="6"
        />
        <button type="button" class="bm-button" [disabled]="!ready() || wait() > 0 || busy()" (click)="send()">
          {{ wait() > 0 ? ('ui.sms.wait' | transloco: { seconds: wait() }) : ('ui.sms.send' | transloco) }}
        </button>
      </div>
      <app-field-problem path="smsCode" field="sms-code" [problem]="problem()" [gap]="gap()" />
      <span class="hint" role="status">
        @if (sent()) {
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
  readonly value = model('');
  /** The mobile to prove at registration; without one the code goes to the mobile of the account. */
  readonly mobile = input<string>();
  readonly purpose = input<'register' | 'recover'>('register');
  readonly ready = input(true);
  /** Of the form it stands in. */
  readonly problem = input<unknown>();
  readonly failed = output<unknown>();
  protected readonly gap = computed(() => (this.value().length === 6 ? '' : this.value() ? 'ui.sms.short' : EMPTY));
  protected readonly wait = signal(0);
  protected readonly busy = signal(false);
  protected readonly sent = signal(false);
  protected readonly demo = signal(false);
  private ticking?: ReturnType<typeof setInterval>;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearInterval(this.ticking));
  }

  protected async send(): Promise<void> {
    this.busy.set(true);
    try {
      const mobile = this.mobile();
      const { retryAfterSeconds } = mobile
        ? await this.api.call('POST /api/sms-codes', { body: { mobile, purpose: this.purpose() } })
        : await this.api.call('POST /api/me/sms-codes');
      this.sent.set(true);
      this.failed.emit(undefined);
      this.countDown(retryAfterSeconds);
      this.demo.set(
        await this.api.call('GET /api/demo/sms').then(
          () => true,
          () => false,
        ),
      );
    } catch (error) {
      this.failed.emit(error);
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
