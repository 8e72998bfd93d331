import { ChangeDetectionStrategy, Component, inject, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiAccountCircleOutline, mdiAccountSwitchOutline, mdiLockReset, mdiLogout } from '@mdi/js';
import { Icon } from '../ui/icon';
import { SessionStore } from './session-store';

/** Who is signed in, in which capacity, and the way out. The browser's own popover: Escape and a click outside close it. */
@Component({
  selector: 'app-account-menu',
  imports: [Icon, RouterLink, TranslocoPipe],
  templateUrl: './account-menu.html',
  styleUrl: './account-menu.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AccountMenu {
  protected readonly store = inject(SessionStore);
  readonly signOut = output<void>();
  protected readonly icons = {
    account: mdiAccountCircleOutline,
    change: mdiAccountSwitchOutline,
    password: mdiLockReset,
    leave: mdiLogout,
  };
}
