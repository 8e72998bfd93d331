import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { FormsModule } from '@angular/forms';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatSelectModule } from '@angular/material/select';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { ColourBadge } from '../../ui/colour-badge';
import { ProblemNotice } from '../../ui/problem-notice';
import { GovernmentApi, RecordFilter, ScanRecord } from './government-api';

const NO_FILTER = { from: '', to: '', scanPointId: '', colour: '', name: '' };

/** 扫码记录 (guide, chapter 2 (5)): every scan of every point of the unit, newest first. */
@Component({
  selector: 'app-scan-records',
  imports: [
    ColourBadge, DatePipe, FormsModule, MatButtonModule, MatFormFieldModule, MatInputModule, MatProgressBarModule, MatSelectModule,
    ProblemNotice, RouterLink, TranslocoPipe,
  ],
  templateUrl: './scan-records.html',
  styleUrl: '../table.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ScanRecords {
  private readonly api = inject(GovernmentApi);
  protected readonly points = toSignal(this.api.scanPoints());
  protected filter = { ...NO_FILTER };
  protected readonly records = signal<ScanRecord[] | undefined>(undefined);
  protected readonly next = signal<string | undefined>(undefined);
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);

  constructor() {
    void this.query();
  }

  protected query(): Promise<void> {
    return this.load(this.asked(), []);
  }

  protected reset(): Promise<void> {
    this.filter = { ...NO_FILTER };
    return this.query();
  }

  protected more(): Promise<void> {
    return this.load({ ...this.asked(), cursor: this.next() }, this.records() ?? []);
  }

  /** Days of the form are Shanghai days: from 00:00 of the first to 00:00 after the last. */
  private asked(): RecordFilter {
    const { from, to, ...others } = this.filter;
    const dayAfter = to && new Date(Date.parse(`${to}T00:00:00+08:00`) + 86_400_000).toISOString();
    return { ...others, from: from && new Date(`${from}T00:00:00+08:00`).toISOString(), to: dayAfter };
  }

  private async load(filter: RecordFilter, before: ScanRecord[]): Promise<void> {
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const page = await firstValueFrom(this.api.scanRecords(filter));
      this.records.set([...before, ...page.items]);
      this.next.set(page.next);
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }
}
