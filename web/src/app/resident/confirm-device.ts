import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { TranslocoPipe } from '@jsverse/transloco';
import { problemOf } from '../api/problem';
import { ProblemNotice } from '../ui/problem-notice';
import { SmsCodeField } from '../ui/sms-code-field';
import { CodeKeeper } from './code-keeper';

/** A further device joins only with a code sent to the person's own mobile. */
@Component({
  selector: 'app-confirm-device',
  imports: [FormsModule, ProblemNotice, SmsCodeField, TranslocoPipe],
  template: `
    <form (ngSubmit)="confirm()">
      <h2>{{ 'resident.confirmDevice.title' | transloco }}</h2>
      <p>{{ 'resident.confirmDevice.lead' | transloco }}</p>
      <app-sms-code-field [(value)]="smsCode" (failed)="problem.set($event)" />
      @if (wrong()) {
        <p class="wrong" role="alert">{{ 'resident.confirmDevice.wrong' | transloco }}</p>
      }
      <app-problem-notice [problem]="problem()" />
      <button type="submit" class="bm-button filled large wide" [disabled]="busy() || smsCode().trim().length !== 6">{{ 'resident.confirmDevice.submit' | transloco }}</button>
    </form>
  `,
  styles: ':host { display: block; width: 100%; } form { display: grid; gap: 16px; padding: 16px 4px; text-align: start; } h2, p { margin: 0; } .wrong { color: var(--bm-alert); font-weight: 600; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConfirmDevice {
  private readonly keeper = inject(CodeKeeper);
  protected readonly smsCode = signal('');
  protected readonly busy = signal(false);
  /** The server asks for a code again when the one it got was wrong. */
  protected readonly wrong = signal(false);
  protected readonly problem = signal<unknown>(undefined);

  protected async confirm(): Promise<void> {
    this.busy.set(true);
    this.problem.set(undefined);
    this.wrong.set(false);
    try {
      await this.keeper.confirm(this.smsCode().trim());
    } catch (error) {
      this.wrong.set(problemOf(error).code === 'DEVICE.SMS_REQUIRED');
      if (!this.wrong()) this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }
}
