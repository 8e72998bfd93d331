import { ChangeDetectionStrategy, Component, Injector, inject, resource } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiCellphoneLock } from '@mdi/js';
import { Api } from '../api/client';
import { focusOn } from '../ui/focus-on';
import { Empty, Failed, Loading } from '../ui/states';
import { DeviceList } from './device-list';

/** The devices that may show the code (at most three); a lost one is revoked here. */
@Component({
  selector: 'app-devices',
  imports: [DeviceList, Empty, Failed, Loading, TranslocoPipe],
  template: `
    <h1 id="devices-title" tabindex="-1">{{ 'resident.devices.title' | transloco }}</h1>
    <p class="soft">{{ 'resident.devices.lead' | transloco }}</p>
    @if (devices.error()) {
      <app-failed [problem]="devices.error()" (retry)="devices.reload()" />
    } @else if (!devices.hasValue()) {
      <app-loading />
    } @else if (devices.value().items.length) {
      <app-device-list [devices]="devices.value().items" (revoked)="revoked()" />
    } @else {
      <div class="bm-card"><app-empty [text]="'resident.devices.none' | transloco" [path]="none" /></div>
    }
  `,
  styleUrl: './devices.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Devices {
  private readonly api = inject(Api);
  private readonly injector = inject(Injector);
  protected readonly none = mdiCellphoneLock;
  protected readonly devices = resource({ loader: () => this.api.call('GET /api/code/devices') });

  /** The device is gone from the list with its button. */
  protected revoked(): void {
    this.devices.reload();
    focusOn('devices-title', this.injector);
  }
}
