import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiAccountOutline, mdiChevronRight, mdiOfficeBuildingOutline, mdiQrcodeScan } from '@mdi/js';
import { Icon } from '../ui/icon';
import { ProblemNotice } from '../ui/problem-notice';
import { DoorFrame } from './door-frame';
import { Permissions } from './permissions';
import { SessionStore, SessionView } from './session-store';
import { Busy } from '../ui/busy';

type Capacity = SessionView['capacity'];

/** One person signs in once and says as whom to work now. */
@Component({
  selector: 'app-choose-capacity',
  imports: [Busy, DoorFrame, Icon, ProblemNotice, TranslocoPipe],
  template: `
    <app-door-frame>
      <h1>{{ 'session.capacities.title' | transloco }}</h1>
      <p class="lead">{{ (noPage() ? 'session.capacities.noPage' : 'session.capacities.lead') | transloco }}</p>
      <app-problem-notice [problem]="problem()" />
      <ul>
        @for (capacity of store.session()?.capacities; track capacity.id) {
          <li>
            <button type="button" [appBusy]="busy()" (click)="choose(capacity)">
              <app-icon [path]="iconOf(capacity)" [size]="32" />
              <span
                ><strong>{{ 'session.role.' + capacity.role | transloco }}</strong
                >{{ capacity.organizationName ?? '' }}</span
              >
              <app-icon [path]="next" />
            </button>
          </li>
        }
      </ul>
      <button type="button" class="bm-button plain wide" (click)="leave()">
        {{ 'session.menu.signOut' | transloco }}
      </button>
    </app-door-frame>
  `,
  styles: `
    ul {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 12px;
      margin: 0 0 16px;
      padding: 0;
      list-style: none;
    }
    li button {
      display: flex;
      align-items: center;
      gap: 16px;
      width: 100%;
      min-height: 76px;
      padding: 12px 16px;
      border: 1.5px solid var(--bm-line);
      border-radius: var(--bm-radius);
      background: var(--bm-paper);
      color: var(--bm-ink);
      font: inherit;
      text-align: start;
      cursor: pointer;
    }
    li button:hover {
      border-color: var(--bm-brand);
      background: var(--bm-brand-tint);
    }
    li span {
      flex: 1;
      min-width: 0;
      display: grid;
      grid-template-columns: minmax(0, 1fr);
    }
    li app-icon {
      color: var(--bm-brand);
    }
  `,
  styleUrl: './door.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChooseCapacity {
  protected readonly store = inject(SessionStore);
  private readonly permissions = inject(Permissions);
  private readonly router = inject(Router);
  protected readonly next = mdiChevronRight;
  protected readonly busy = signal(false);
  protected readonly noPage = signal(this.onlyOneWithoutPage());
  protected readonly problem = signal<unknown>(undefined);

  private onlyOneWithoutPage(): boolean {
    const session = this.store.session();
    return session?.capacities.length === 1 && this.permissions.homeOf(session) === '/capacities';
  }

  protected iconOf(capacity: Capacity): string {
    return capacity.role === 'resident'
      ? mdiAccountOutline
      : capacity.role === 'scanner'
        ? mdiQrcodeScan
        : mdiOfficeBuildingOutline;
  }

  protected async choose(capacity: Capacity): Promise<void> {
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const home = this.permissions.homeOf(await this.store.choose(capacity.id));
      this.noPage.set(home === '/capacities');
      await this.router.navigateByUrl(home);
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }

  protected async leave(): Promise<void> {
    try {
      await this.store.signOut();
      await this.router.navigateByUrl('/login');
    } catch (error) {
      this.problem.set(error);
    }
  }
}
