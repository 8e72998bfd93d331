import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterOutlet } from '@angular/router';
import {
  mdiAccountMultipleOutline,
  mdiClipboardTextClockOutline,
  mdiDatabaseImportOutline,
  mdiMapMarkerOutline,
  mdiQrcodeScan,
  mdiViewDashboardOutline,
} from '@mdi/js';
import { Destination, PageShell } from '../ui/page-shell';
import { ProblemNotice } from '../ui/problem-notice';
import { Unsaved } from '../ui/unsaved';
import { AccountMenu } from './account-menu';
import { SessionStore } from './session-store';

type StaffArea = 'scanner' | 'government' | 'authority';

const DESTINATIONS: Record<StaffArea, readonly Destination[]> = {
  scanner: [
    { link: '/scanner', label: 'session.nav.scan', icon: mdiQrcodeScan, exact: true },
    { link: '/scanner/shift', label: 'session.nav.shift', icon: mdiMapMarkerOutline },
  ],
  government: [
    { link: '/admin/government', label: 'session.nav.home', icon: mdiViewDashboardOutline, exact: true },
    { link: '/admin/government/scan-records', label: 'session.nav.scanRecords', icon: mdiClipboardTextClockOutline },
    { link: '/admin/government/sub-accounts', label: 'session.nav.subAccounts', icon: mdiAccountMultipleOutline },
    { link: '/admin/government/scan-points', label: 'session.nav.scanPoints', icon: mdiMapMarkerOutline },
  ],
  authority: [{ link: '/admin/authority', label: 'session.nav.feeds', icon: mdiDatabaseImportOutline }],
};

/** The frame around the scanner's and the administrators' pages; which area it is stands in the route's data. */
@Component({
  selector: 'app-staff-shell',
  imports: [AccountMenu, PageShell, ProblemNotice, RouterOutlet],
  template: `
    <app-page-shell [destinations]="destinations()" [place]="store.session()?.capacity?.organizationName">
      <app-account-menu shellActions (signOut)="leave()" />
      <app-problem-notice shellBanner [problem]="problem()" />
      <router-outlet />
    </app-page-shell>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class StaffShell {
  protected readonly store = inject(SessionStore);
  private readonly router = inject(Router);
  private readonly unsaved = inject(Unsaved);
  readonly area = input.required<StaffArea>();
  /** On a shared tablet a sign-out that did not happen must be seen. */
  protected readonly problem = signal<unknown>(undefined);
  protected readonly destinations = computed(() => DESTINATIONS[this.area()]);

  protected async leave(): Promise<void> {
    if (!(await this.unsaved.mayLeave())) return;
    try {
      await this.store.signOut();
      await this.router.navigateByUrl('/login');
    } catch (error) {
      this.problem.set(error);
    }
  }
}
