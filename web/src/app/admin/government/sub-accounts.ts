import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, inject, resource, signal } from '@angular/core';
import { form } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiCancel, mdiCheckCircle } from '@mdi/js';
import { Api } from '../../api/client';
import { Item, Query } from '../../api/contract';
import { Permissions } from '../../session/permissions';
import { ChoiceField } from '../../ui/forms/choice-field';
import { atMost } from '../../ui/forms/slips';
import { TextField } from '../../ui/forms/text-field';
import { Icon } from '../../ui/icon';
import { FilterForm } from '../../ui/table/filter-form';
import { Cell, ListTable, RowOf } from '../../ui/table/list-table';
import { Listing } from '../../ui/table/listing';
import { SubAccountDialogs } from './sub-account-dialogs';
import { nameOrMobile, searchedBy, SubAccount } from './sub-account-search';
import { UnitPicker } from './unit-picker';

const EVERYBODY = { nameOrMobile: '', status: '' as SubAccount['status'] | '' };

interface Done {
  what: 'disabled' | 'enabled' | 'renamed';
  account: SubAccount;
}

/** 子账号管理 (guide, chapter 2 (4)): the scanners of the unit, and to look at those of the units below. */
@Component({
  selector: 'app-sub-accounts',
  imports: [
    Cell,
    ChoiceField,
    DatePipe,
    FilterForm,
    Icon,
    ListTable,
    MatButtonModule,
    RowOf,
    TextField,
    TranslocoPipe,
    UnitPicker,
  ],
  templateUrl: './sub-accounts.html',
  styleUrls: ['../list-page.scss', './sub-accounts.scss'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SubAccounts {
  private readonly api = inject(Api);
  private readonly dialogs = inject(SubAccountDialogs);
  protected readonly permissions = inject(Permissions);
  private readonly units = resource({ loader: () => this.api.call('GET /api/units') });
  /** Only whoever has units below is bothered with a column for them. */
  protected readonly tiered = computed(() => this.units.hasValue() && this.units.value().items.length > 1);
  protected readonly columns = computed(() =>
    ['name', 'mobile', 'unit', 'status', 'addedAt', 'action'].filter((column) => column !== 'unit' || this.tiered()),
  );
  protected readonly icons = { active: mdiCheckCircle, disabled: mdiCancel };
  private readonly filter = signal(EVERYBODY);
  protected readonly unit = signal<Item<'GET /api/units'> | undefined>(undefined);
  protected readonly form = form(this.filter, (path) => {
    nameOrMobile(path.nameOrMobile);
    atMost(path.nameOrMobile, 40);
  });
  protected readonly list = new Listing<SubAccount, Query<'GET /api/sub-accounts'>>({
    fetch: (filter, cursor) => this.api.call('GET /api/sub-accounts', { query: { ...filter, cursor } }),
    idOf: ({ id }) => id,
  });
  protected readonly done = signal<Done | undefined>(undefined);

  constructor() {
    void this.query();
  }

  protected readonly query = async (): Promise<void> => {
    const { nameOrMobile, status } = this.filter();
    this.done.set(undefined);
    void this.list.ask({ ...searchedBy(nameOrMobile), status: status || undefined, unitId: this.unit()?.id });
  };

  protected reset(): Promise<void> {
    this.form().reset(EVERYBODY);
    this.unit.set(undefined);
    return this.query();
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
    this.list.put(now);
    if (now.name !== account.name) this.done.set({ what: 'renamed', account: now });
  }

  protected async resetPassword(account: SubAccount): Promise<void> {
    if (await this.dialogs.agreed('reset', account)) await this.dialogs.showOneTimePassword(account);
  }

  protected async toggle(account: SubAccount): Promise<void> {
    const path = { id: account.id };
    const way = account.status === 'active' ? 'disabling' : 'enabling';
    if (this.list.busy() || (way === 'disabling' && !(await this.dialogs.agreed('disable', account)))) return;
    await this.list.act(async () => {
      await this.api.call(`POST /api/sub-accounts/{id}/${way}`, { path });
      const now = await this.api.call('GET /api/sub-accounts/{id}', { path });
      this.list.put(now);
      this.done.set({ what: way === 'disabling' ? 'disabled' : 'enabled', account: now });
    });
  }
}
