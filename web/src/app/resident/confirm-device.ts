import { ChangeDetectionStrategy, Component, computed, inject, resource, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../api/client';
import { problemOf } from '../api/problem';
import { Gaps } from '../ui/gaps';
import { ProblemNotice } from '../ui/problem-notice';
import { SmsCodeField } from '../ui/sms-code-field';
import { Failed, Loading } from '../ui/states';
import { CodeKeeper } from './code-keeper';
import { DeviceList } from './device-list';

/** A further device joins only with a code sent to the person's own mobile; while there is no place for it, none is sent. */
@Component({
  selector: 'app-confirm-device',
  imports: [DeviceList, Failed, FormsModule, Gaps, Loading, ProblemNotice, SmsCodeField, TranslocoPipe],
  template: `
    <h2>{{ 'resident.confirmDevice.title' | transloco }}</h2>
    @if (devices.error()) {
      <app-failed [problem]="devices.error()" (retry)="devices.reload()" />
    } @else if (!devices.hasValue()) {
      <app-loading />
    } @else if (full()) {
      <p class="full" role="status">{{ 'resident.confirmDevice.full' | transloco }}</p>
      <app-device-list [devices]="devices.value().items" (revoked)="devices.reload()" />
    } @else {
      <form appGaps (ngSubmit)="confirm()">
        <p>{{ 'resident.confirmDevice.lead' | transloco }}</p>
        <app-sms-code-field [(value)]="smsCode" [problem]="problem()" (failed)="problem.set($event)" />
        @if (wrong()) {
          <p class="wrong" role="alert">{{ 'resident.confirmDevice.wrong' | transloco }}</p>
        }
        <app-problem-notice [problem]="problem()" [fields]="['smsCode']" />
        <button type="submit" class="bm-button filled large wide" [disabled]="busy()">
          {{ 'resident.confirmDevice.submit' | transloco }}
        </button>
      </form>
    }
  `,
  styles:
    ':host, form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; } :host { width: 100%; padding: 16px 4px; text-align: start; } h2, p { margin: 0; } .full { font-weight: 600; } .wrong { color: var(--bm-alert); font-weight: 600; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConfirmDevice {
  private readonly keeper = inject(CodeKeeper);
  private readonly api = inject(Api);
  protected readonly devices = resource({ loader: () => this.api.call('GET /api/code/devices') });
  protected readonly full = computed(() => this.devices.hasValue() && this.devices.value().needs === 'place');
  protected readonly smsCode = signal('');
  protected readonly busy = signal(false);
  /** The server asks for a code again when the one it got was wrong. */
  protected readonly wrong = signal(false);
  protected readonly problem = signal<unknown>(undefined);

  protected async confirm(): Promise<void> {
    if (this.busy() || this.smsCode().length !== 6) return;
    this.busy.set(true);
    this.problem.set(undefined);
    this.wrong.set(false);
    try {
      await this.keeper.confirm(this.smsCode());
    } catch (error) {
      const { code } = problemOf(error);
      this.wrong.set(code === 'DEVICE.SMS_REQUIRED');
      if (code === 'DEVICE.TOO_MANY') this.devices.reload();
      else if (!this.wrong()) this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }
}
