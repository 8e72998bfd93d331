import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, inject, resource, signal } from '@angular/core';
import { form } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../../api/client';
import { Item, Query } from '../../api/contract';
import { ColourBadge } from '../../ui/colour-badge';
import { ChoiceField } from '../../ui/forms/choice-field';
import { day, FIRST_DAY, LAST_DAY } from '../../ui/forms/day';
import { atMost } from '../../ui/forms/slips';
import { TextField } from '../../ui/forms/text-field';
import { InWords } from '../../ui/in-words';
import { FilterForm } from '../../ui/table/filter-form';
import { Cell, ListTable, RowOf } from '../../ui/table/list-table';
import { Listing } from '../../ui/table/listing';

const EVERY_RECORD = { from: '', to: '', scanPointId: '', colour: '', name: '' };

/** 扫码记录 (guide, chapter 2 (5)): every scan of every point of the unit, newest first. */
@Component({
  selector: 'app-scan-records',
  imports: [
    Cell,
    ChoiceField,
    ColourBadge,
    DatePipe,
    FilterForm,
    InWords,
    ListTable,
    MatButtonModule,
    RouterLink,
    RowOf,
    TextField,
    TranslocoPipe,
  ],
  templateUrl: './scan-records.html',
  styleUrl: '../list-page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ScanRecords {
  private readonly api = inject(Api);
  protected readonly points = resource({ loader: () => this.allPoints() }).value;
  protected readonly colours = resource({ loader: () => this.api.call('GET /api/colours') });
  protected readonly columns = [
    'time',
    'passer',
    'colour',
    'point',
    'scanner',
    'reason',
    'temperature',
    'outcome',
    'action',
  ];
  protected readonly ends = ['from', 'to'] as const;
  protected readonly days = { first: FIRST_DAY, last: LAST_DAY };
  private readonly filter = signal(EVERY_RECORD);
  protected readonly form = form(this.filter, (path) => {
    atMost(path.name, 20);
    day(path.from);
    day(path.to, path.from);
  });
  protected readonly list = new Listing<Item<'GET /api/scan-records'>, Query<'GET /api/scan-records'>>({
    fetch: (filter, cursor) => this.api.call('GET /api/scan-records', { query: { ...filter, cursor } }),
    idOf: ({ scanId }) => scanId,
  });

  constructor() {
    void this.query();
  }

  /** Days of the form are Shanghai days: from 00:00 of the first to 00:00 after the last. */
  protected readonly query = async (): Promise<void> => {
    const { from, to, ...others } = this.filter();
    const dayAfter = to && new Date(Date.parse(`${to}T00:00:00+08:00`) + 86_400_000).toISOString();
    void this.list.ask({ ...others, from: from && new Date(`${from}T00:00:00+08:00`).toISOString(), to: dayAfter });
  };

  protected reset(): Promise<void> {
    this.form().reset(EVERY_RECORD);
    return this.query();
  }

  private async allPoints(cursor?: string): Promise<Item<'GET /api/scan-points'>[]> {
    const { items, next } = await this.api.call('GET /api/scan-points', { query: { limit: 100, cursor } });
    return next ? [...items, ...(await this.allPoints(next))] : items;
  }
}
