import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, inject, resource, signal, viewChild } from '@angular/core';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { mdiCellphone, mdiCellphoneLock } from '@mdi/js';
import { Device } from '../api/types';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Icon } from '../ui/icon';
import { ProblemNotice } from '../ui/problem-notice';
import { Empty, Failed, Loading } from '../ui/states';
import { CodeKeeper } from './code-keeper';
import { ResidentApi } from './resident-api';

/** The devices that may show the code (at most three); a lost one is revoked here. */
@Component({
  selector: 'app-devices',
  imports: [ConfirmDialog, DatePipe, Empty, Failed, Icon, Loading, ProblemNotice, TranslocoPipe],
  templateUrl: './devices.html',
  styleUrl: './devices.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Devices {
  private readonly api = inject(ResidentApi);
  private readonly keeper = inject(CodeKeeper);
  private readonly words = inject(TranslocoService);
  private readonly dialog = viewChild.required(ConfirmDialog);
  protected readonly icons = { phone: mdiCellphone, none: mdiCellphoneLock };
  protected readonly devices = resource({ loader: () => this.api.devices() });
  protected readonly own = resource({ loader: () => this.keeper.deviceId().then((id) => id ?? '') });
  protected readonly problem = signal<unknown>(undefined);

  protected async revoke(device: Device): Promise<void> {
    const own = device.id === this.own.value();
    const sure = await this.dialog().ask({
      title: this.words.translate('resident.devices.revokeTitle', { name: device.name }),
      text: this.words.translate(own ? 'resident.devices.revokeOwn' : 'resident.devices.revokeOther'),
      confirm: this.words.translate('resident.devices.revoke'),
      danger: true,
    });
    if (!sure) return;
    try {
      await this.api.revoke(device.id);
      if (own) await this.keeper.forget();
      this.problem.set(undefined);
      this.devices.reload();
    } catch (error) {
      this.problem.set(error);
    }
  }
}
