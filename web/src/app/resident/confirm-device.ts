import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { TranslocoPipe } from '@jsverse/transloco';
import { SmsCodeField } from '../session/sms-code-field';
import { ProblemNotice } from '../ui/problem-notice';
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
      <app-problem-notice [problem]="problem()" />
      <button type="submit" class="bm-button filled large wide" [disabled]="busy() || smsCode().trim().length !== 6">{{ 'resident.confirmDevice.submit' | transloco }}</button>
    </form>
  `,
  styles: ':host { display: block; width: 100%; } form { display: grid; gap: 16px; padding: 16px 4px; text-align: start; } h2, p { margin: 0; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConfirmDevice {
  private readonly keeper = inject(CodeKeeper);
  protected readonly smsCode = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);

  protected async confirm(): Promise<void> {
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await this.keeper.confirm(this.smsCode().trim());
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }
}
