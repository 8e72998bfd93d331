import { ChangeDetectionStrategy, Component, computed, inject, resource, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import {
  mdiAccountSwitchOutline,
  mdiCellphoneLock,
  mdiChevronRight,
  mdiLockReset,
  mdiShieldAccountOutline,
} from '@mdi/js';
import { Api } from '../api/client';
import { SessionStore } from '../session/session-store';
import { Confirmation } from '../ui/dialog/confirmation';
import { Hotlines } from '../ui/hotlines';
import { Icon } from '../ui/icon';
import { ProblemNotice } from '../ui/problem-notice';
import { Failed, Loading } from '../ui/states';
import { CodeKeeper } from './code-keeper';

/** Who one is to the system, and the way out: signing out deletes the keys from this device. */
@Component({
  selector: 'app-me',
  imports: [Failed, Hotlines, Icon, Loading, ProblemNotice, RouterLink, TranslocoPipe],
  templateUrl: './me.html',
  styleUrl: './me.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MyAccount {
  private readonly api = inject(Api);
  private readonly keeper = inject(CodeKeeper);
  private readonly router = inject(Router);
  private readonly words = inject(TranslocoService);
  private readonly confirmation = inject(Confirmation);
  protected readonly store = inject(SessionStore);
  protected readonly next = mdiChevronRight;
  protected readonly me = resource({ loader: () => this.api.call('GET /api/me') });
  protected readonly unmasked = signal(false);
  protected readonly problem = signal<unknown>(undefined);
  protected readonly ways = computed(() => [
    ...((this.store.session()?.level ?? 1) < 4
      ? [{ link: '/proofing', label: 'resident.proofing.title', icon: mdiShieldAccountOutline }]
      : []),
    { link: '/devices', label: 'resident.devices.title', icon: mdiCellphoneLock },
    ...((this.store.session()?.capacities.length ?? 0) > 1
      ? [{ link: '/capacities', label: 'resident.me.capacities', icon: mdiAccountSwitchOutline }]
      : []),
    { link: '/password', label: 'resident.me.password', icon: mdiLockReset },
  ]);

  protected async signOut(): Promise<void> {
    const agreed = await this.confirmation.agreed({
      title: this.words.translate('resident.me.signOutTitle'),
      text: this.words.translate('resident.me.signOutText'),
      confirm: this.words.translate('resident.me.signOut'),
      danger: true,
    });
    if (!agreed) return;
    try {
      await this.keeper.leave();
      await this.store.signOut();
      await this.router.navigateByUrl('/login');
    } catch (error) {
      this.problem.set(error);
    }
  }
}
