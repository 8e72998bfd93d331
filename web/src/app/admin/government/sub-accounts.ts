import { DatePipe } from '@angular/common';
import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  computed,
  inject,
  signal,
  viewChild,
  resource,
} from '@angular/core';
import { FormsModule } from '@angular/forms';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatSelectModule } from '@angular/material/select';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiCancel, mdiCheckCircle } from '@mdi/js';
import { Api } from '../../api/client';
import { SubAccount, SubAccountFilter, Unit } from '../../api/types';
import { Permissions } from '../../session/permissions';
import { Icon } from '../../ui/icon';
import { ProblemNotice } from '../../ui/problem-notice';
import { SubAccountDialogs } from './sub-account-dialogs';
import { searchedBy } from './sub-account-search';
import { UnitPicker } from './unit-picker';

interface Done {
  what: 'disabled' | 'enabled' | 'renamed';
  account: SubAccount;
}

/** 子账号管理 (guide, chapter 2 (4)): the scanners of the unit, and to look at those of the units below. */
@Component({
  selector: 'app-sub-accounts',
  imports: [
    DatePipe,
    FormsModule,
    Icon,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    MatProgressBarModule,
    MatSelectModule,
    ProblemNotice,
    TranslocoPipe,
    UnitPicker,
  ],
  templateUrl: './sub-accounts.html',
  styleUrls: ['../table.scss', './sub-accounts.scss'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SubAccounts {
  private readonly api = inject(Api);
  private readonly dialogs = inject(SubAccountDialogs);
  protected readonly permissions = inject(Permissions);
  private readonly units = resource({ loader: () => this.api.call('GET /api/units') });
  /** Only whoever has units below is bothered with a column for them. */
  protected readonly tiered = computed(() => this.units.hasValue() && this.units.value().items.length > 1);
  protected readonly columns = computed(() => [
    'name',
    'mobile',
    ...(this.tiered() ? ['unit'] : []),
    'status',
    'addedAt',
    'action',
  ]);
  protected readonly icons = { active: mdiCheckCircle, disabled: mdiCancel };
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');
  protected readonly search = signal('');
  protected readonly status = signal<SubAccount['status'] | ''>('');
  protected readonly unit = signal<Unit | undefined>(undefined);
  protected readonly unclear = computed(() => searchedBy(this.search()) === undefined);
  /** What the list shown was asked with: "load more" goes on with that, whatever the form says by then. */
  private readonly asked = signal<SubAccountFilter>({});
  protected readonly narrowed = computed(() => Object.values(this.asked()).some((value) => value));
  protected readonly accounts = signal<SubAccount[] | undefined>(undefined);
  protected readonly next = signal<string | undefined>(undefined);
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);
  protected readonly done = signal<Done | undefined>(undefined);

  constructor() {
    void this.query();
  }

  protected async query(): Promise<void> {
    const searched = searchedBy(this.search());
    if (!searched) return this.nothing();
    this.asked.set({ ...searched, status: this.status() || undefined, unitId: this.unit()?.id });
    this.done.set(undefined);
    await this.load();
  }

  /** Rows of another search would look like the answer to this one. */
  private nothing(): void {
    this.asked.set({});
    this.problem.set(undefined);
    this.done.set(undefined);
    this.accounts.set(undefined);
    this.next.set(undefined);
    this.field().nativeElement.focus();
  }

  protected reset(): Promise<void> {
    this.search.set('');
    this.status.set('');
    this.unit.set(undefined);
    return this.query();
  }

  protected async load(cursor?: string): Promise<void> {
    const filter = this.asked();
    await this.doing(async () => {
      const page = await this.api
        .call('GET /api/sub-accounts', { query: { ...filter, cursor } })
        .catch((error: unknown) => {
          if (filter === this.asked() && !cursor) this.accounts.set(undefined);
          throw error;
        });
      if (filter !== this.asked()) return;
      this.accounts.set([...(cursor ? (this.accounts() ?? []) : []), ...page.items]);
      this.next.set(page.next);
    });
  }

  protected async add(): Promise<void> {
    const added = await this.dialogs.add();
    if (!added) return;
    await this.dialogs.showOneTimePassword(added);
    await this.query();
  }

  protected async rename(account: SubAccount): Promise<void> {
    const now = await this.dialogs.rename(account);
    if (!now) return;
    this.show(now);
    if (now.name !== account.name) this.done.set({ what: 'renamed', account: now });
  }

  protected async resetPassword(account: SubAccount): Promise<void> {
    if (await this.dialogs.sure('reset', account)) await this.dialogs.showOneTimePassword(account);
  }

  protected async toggle(account: SubAccount): Promise<void> {
    const way = account.status === 'active' ? 'disabling' : 'enabling';
    if (this.busy() || (way === 'disabling' && !(await this.dialogs.sure('disable', account)))) return;
    await this.doing(async () => {
      await this.api.call(`POST /api/sub-accounts/{id}/${way}`, { path: { id: account.id } });
      const now = await this.api.call('GET /api/sub-accounts/{id}', { path: { id: account.id } });
      this.show(now);
      this.done.set({ what: way === 'disabling' ? 'disabled' : 'enabled', account: now });
    });
  }

  /** In its place: whoever went through pages of a list does not want to start again. */
  private show(now: SubAccount): void {
    this.accounts.update((rows) => rows?.map((row) => (row.id === now.id ? now : row)));
  }

  private async doing(work: () => Promise<unknown>): Promise<void> {
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await work();
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }
}
