import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, inject, resource, signal } from '@angular/core';
import { FormField, form } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatSelectModule } from '@angular/material/select';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../../api/client';
import { RecordFilter, ScanPoint, ScanRecord } from '../../api/types';
import { ColourBadge } from '../../ui/colour-badge';
import { day, FIRST_DAY, LAST_DAY } from '../../ui/day';
import { FieldProblem } from '../../ui/field-problem';
import { InWords } from '../../ui/in-words';
import { ProblemNotice } from '../../ui/problem-notice';
import { SentForm } from '../../ui/sent-form';
import { atMost } from '../../ui/slips';

const NO_FILTER = { from: '', to: '', scanPointId: '', colour: '', name: '' };

/** 扫码记录 (guide, chapter 2 (5)): every scan of every point of the unit, newest first. */
@Component({
  selector: 'app-scan-records',
  imports: [
    ColourBadge,
    DatePipe,
    FieldProblem,
    FormField,
    InWords,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    MatProgressBarModule,
    MatSelectModule,
    ProblemNotice,
    RouterLink,
    SentForm,
    TranslocoPipe,
  ],
  templateUrl: './scan-records.html',
  styleUrl: '../table.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ScanRecords {
  private readonly api = inject(Api);
  protected readonly points = resource({ loader: () => this.allPoints() }).value;
  protected readonly colours = resource({ loader: () => this.api.call('GET /api/colours') });
  private readonly filter = signal(NO_FILTER);
  protected readonly form = form(this.filter, (path) => {
    atMost(path.name, 20);
    day(path.from);
    day(path.to, path.from);
  });
  protected readonly days = { first: FIRST_DAY, last: LAST_DAY };
  /** What the list shown was asked with: "load more" goes on with that, whatever the form says by then. */
  private asked: RecordFilter = {};
  protected readonly records = signal<ScanRecord[] | undefined>(undefined);
  protected readonly next = signal<string | undefined>(undefined);
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);

  constructor() {
    void this.ask();
  }

  protected readonly query = async (): Promise<void> => {
    await this.ask();
    if (this.problem()) throw this.problem();
  };

  protected reset(): Promise<void> {
    this.form().reset(NO_FILTER);
    return this.ask();
  }

  protected more(): Promise<void> {
    return this.load(this.next());
  }

  private async allPoints(cursor?: string): Promise<ScanPoint[]> {
    const { items, next } = await this.api.call('GET /api/scan-points', { query: { limit: 100, cursor } });
    return next ? [...items, ...(await this.allPoints(next))] : items;
  }

  private ask(): Promise<void> {
    this.asked = this.filterNow();
    return this.load();
  }

  /** Days of the form are Shanghai days: from 00:00 of the first to 00:00 after the last. */
  private filterNow(): RecordFilter {
    const { from, to, ...others } = this.filter();
    const dayAfter = to && new Date(Date.parse(`${to}T00:00:00+08:00`) + 86_400_000).toISOString();
    return { ...others, from: from && new Date(`${from}T00:00:00+08:00`).toISOString(), to: dayAfter };
  }

  /** Rows of another search would look like the answer to this one. */
  protected nothing(problem?: unknown): void {
    this.asked = {};
    this.busy.set(false);
    this.problem.set(problem);
    this.records.set(undefined);
    this.next.set(undefined);
  }

  private async load(cursor?: string): Promise<void> {
    const filter = this.asked;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const page = await this.api.call('GET /api/scan-records', { query: { ...filter, cursor } });
      if (filter !== this.asked) return;
      this.records.update((before) => [...(cursor ? (before ?? []) : []), ...page.items]);
      this.next.set(page.next);
    } catch (error) {
      if (filter !== this.asked) return;
      if (!cursor) return this.nothing(error);
      this.problem.set(error);
    }
    this.busy.set(false);
  }
}
