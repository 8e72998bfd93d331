import { ChangeDetectionStrategy, Component, computed, inject, resource, signal, viewChild } from '@angular/core';
import { form, validate } from '@angular/forms/signals';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../api/client';
import { problemOf } from '../api/problem';
import { ProblemNotice } from '../ui/problem-notice';
import { SentForm, Slip } from '../ui/forms/sent-form';
import { smsDigits } from '../ui/forms/slips';
import { SmsCodeField } from '../ui/forms/sms-code-field';
import { Failed, Loading } from '../ui/states';
import { CodeKeeper } from './code-keeper';
import { DeviceList } from './device-list';
import { Busy } from '../ui/busy';

/** A further device joins only with a code sent to the person's own mobile; while there is no place for it, none is sent. */
@Component({
  selector: 'app-confirm-device',
  imports: [Busy, DeviceList, Failed, Loading, ProblemNotice, SentForm, SmsCodeField, TranslocoPipe],
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
      <form #sent="appForm" [appForm]="form" [send]="confirm">
        <p>{{ 'resident.confirmDevice.lead' | transloco }}</p>
        <app-sms-code-field [of]="form.smsCode" />
        <app-problem-notice [problem]="sent.problem()" [fields]="sent.marked()" />
        <button type="submit" class="bm-button filled large wide" [appBusy]="sent.busy()">
          {{ 'resident.confirmDevice.submit' | transloco }}
        </button>
      </form>
    }
  `,
  styles:
    ':host, form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; } :host { width: 100%; padding: 16px 4px; text-align: start; } h2, p { margin: 0; } .full { font-weight: 600; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConfirmDevice {
  private readonly keeper = inject(CodeKeeper);
  private readonly api = inject(Api);
  protected readonly devices = resource({ loader: () => this.api.call('GET /api/code/devices') });
  protected readonly full = computed(() => this.devices.hasValue() && this.devices.value().needs === 'place');
  private readonly typed = signal({ smsCode: '' });
  private readonly sent = viewChild(SentForm);
  /** The server asks for a code again when the one it got was wrong; said at the field as long as that stands in it. */
  private readonly wrong = signal<string | undefined>(undefined);
  protected readonly form = form(this.typed, (path) => {
    smsDigits(path.smsCode);
    validate(path.smsCode, ({ value }): Slip | undefined =>
      value() === this.wrong() ? { kind: 'wrong', message: 'resident.confirmDevice.wrong' } : undefined,
    );
  });

  protected readonly confirm = async (): Promise<void> => {
    const { smsCode } = this.typed();
    try {
      await this.keeper.confirm(smsCode);
    } catch (error) {
      const { code } = problemOf(error);
      if (code === 'DEVICE.TOO_MANY') return void this.devices.reload();
      if (code !== 'DEVICE.SMS_REQUIRED') throw error;
      this.wrong.set(smsCode);
      this.sent()?.requires(this.form.smsCode);
    }
  };
}
