import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterOutlet } from '@angular/router';
import { Destination, PageShell } from '../ui/page-shell';
import { ProblemNotice } from '../ui/problem-notice';
import { UnsavedWork } from '../ui/unsaved-work';
import { AccountMenu } from './account-menu';
import { Permissions } from './permissions';
import { SessionStore } from './session-store';

/** The frame around the scanner's and the administrators' pages. Where they lead to stands in the data of the area's route. */
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
  private readonly permissions = inject(Permissions);
  private readonly router = inject(Router);
  private readonly unsaved = inject(UnsavedWork);
  readonly navigation = input.required<readonly Destination[]>();
  /** On a shared tablet a sign-out that did not happen must be seen. */
  protected readonly problem = signal<unknown>(undefined);
  protected readonly destinations = computed(() =>
    this.navigation().filter(({ needs }) => !needs || this.permissions.may(needs)),
  );

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
