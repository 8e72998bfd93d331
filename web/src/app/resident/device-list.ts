import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, inject, input, output, resource, signal } from '@angular/core';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { mdiCellphone } from '@mdi/js';
import { Api } from '../api/client';
import { Confirmation } from '../ui/dialog/confirmation';
import { Icon } from '../ui/icon';
import { ProblemNotice } from '../ui/problem-notice';
import { CodeKeeper } from './code-keeper';
import { namesApart } from './device-name';
import { Item } from '../api/contract';

type Device = Item<'GET /api/code/devices'>;

/** Devices that show the code, each with the button that ends it, asked before it does. */
@Component({
  selector: 'app-device-list',
  imports: [DatePipe, Icon, ProblemNotice, TranslocoPipe],
  template: `
    <app-problem-notice [problem]="problem()" />
    <ul>
      @for (device of devices(); track device.id) {
        <li class="bm-card">
          <app-icon [path]="phone" [size]="32" />
          <div>
            <strong>{{ names().get(device.id) }}</strong>
            @if (device.id === own.value()) {
              <span class="own">{{ 'resident.devices.own' | transloco }}</span>
            }
            <small>{{
              'resident.devices.since' | transloco: { at: (device.enrolledAt | date: 'yyyy-MM-dd HH:mm' : '+0800') }
            }}</small>
            <small>{{
              'resident.devices.renewed' | transloco: { at: (device.renewedAt | date: 'yyyy-MM-dd HH:mm' : '+0800') }
            }}</small>
          </div>
          <button type="button" class="bm-button danger" (click)="revoke(device)">
            {{ 'resident.devices.revoke' | transloco }}
          </button>
        </li>
      }
    </ul>
  `,
  styleUrl: './devices.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DeviceList {
  private readonly api = inject(Api);
  private readonly keeper = inject(CodeKeeper);
  private readonly words = inject(TranslocoService);
  private readonly confirmation = inject(Confirmation);
  readonly devices = input.required<readonly Device[]>();
  readonly revoked = output<void>();
  protected readonly phone = mdiCellphone;
  protected readonly own = resource({ loader: () => this.keeper.deviceId().then((id) => id ?? '') });
  protected readonly names = computed(() => namesApart(this.devices()));
  protected readonly problem = signal<unknown>(undefined);

  protected async revoke(device: Device): Promise<void> {
    const own = device.id === this.own.value();
    const agreed = await this.confirmation.agreed({
      title: this.words.translate('resident.devices.revokeTitle', { name: this.names().get(device.id) }),
      text: this.words.translate(own ? 'resident.devices.revokeOwn' : 'resident.devices.revokeOther'),
      confirm: this.words.translate('resident.devices.revoke'),
      danger: true,
    });
    if (!agreed) return;
    try {
      await this.api.call('DELETE /api/code/devices/{id}', { path: { id: device.id } });
      if (own) await this.keeper.forget();
      this.problem.set(undefined);
      this.revoked.emit();
    } catch (error) {
      this.problem.set(error);
    }
  }
}
