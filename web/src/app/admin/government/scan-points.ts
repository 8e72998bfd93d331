import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { MatButtonModule } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatSelectModule } from '@angular/material/select';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { mdiAlertCircleOutline, mdiCancel, mdiCheckCircle } from '@mdi/js';
import { firstValueFrom } from 'rxjs';
import { Api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { ScanPoint, ScanPointFilter } from '../../api/types';
import { Icon } from '../../ui/icon';
import { ProblemNotice } from '../../ui/problem-notice';
import { Confirm } from '../confirm';
import { EditScanPoint } from './edit-scan-point';

interface Done {
  what: 'confirmed' | 'corrected' | 'closed';
  point: ScanPoint;
}

/** 扫码点管理: scanners propose points on the spot, the administrator confirms, corrects or closes them. */
@Component({
  selector: 'app-scan-points',
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
  ],
  templateUrl: './scan-points.html',
  styleUrls: ['../table.scss', './scan-points.scss'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ScanPoints {
  private readonly api = inject(Api);
  private readonly dialog = inject(MatDialog);
  private readonly transloco = inject(TranslocoService);
  protected readonly columns = ['name', 'kind', 'place', 'state', 'addedAt', 'action'] as const;
  protected readonly states = ['unconfirmed', 'confirmed', 'closed'] as const;
  protected readonly icons = { unconfirmed: mdiAlertCircleOutline, confirmed: mdiCheckCircle, closed: mdiCancel };
  protected readonly name = signal('');
  protected readonly state = signal<ScanPoint['state'] | 'all'>('all');
  /** What the list shown was asked with: "load more" goes on with that, whatever the form says by then. */
  private readonly asked = signal<ScanPointFilter>({ state: 'all' });
  protected readonly narrowed = computed(() => this.asked().state !== 'all' || !!this.asked().name);
  protected readonly points = signal<ScanPoint[] | undefined>(undefined);
  protected readonly next = signal<string | undefined>(undefined);
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);
  protected readonly done = signal<Done | undefined>(undefined);

  constructor() {
    void this.query();
  }

  protected query(): Promise<void> {
    this.asked.set({ state: this.state(), name: this.name().trim() || undefined });
    this.done.set(undefined);
    return this.load();
  }

  protected reset(): Promise<void> {
    this.name.set('');
    this.state.set('all');
    return this.query();
  }

  protected async load(cursor?: string): Promise<void> {
    const filter = this.asked();
    await this.doing(async () => {
      const page = await this.api
        .call('GET /api/scan-points', { query: { ...filter, cursor } })
        .catch((error: unknown) => {
          if (filter === this.asked() && !cursor) this.points.set(undefined);
          throw error;
        });
      if (filter !== this.asked()) return;
      this.points.set([...(cursor ? (this.points() ?? []) : []), ...page.items]);
      this.next.set(page.next);
    });
  }

  protected async confirm(point: ScanPoint): Promise<void> {
    if (this.busy()) return;
    await this.decide(point, 'confirmed', () =>
      this.api.call('POST /api/scan-points/{id}/confirmation', {
        path: { id: point.id },
        body: { version: point.version },
      }),
    );
  }

  protected async close(point: ScanPoint): Promise<void> {
    if (this.busy() || !(await this.sure(point))) return;
    await this.decide(point, 'closed', () =>
      this.api.call('POST /api/scan-points/{id}/closing', { path: { id: point.id }, body: { version: point.version } }),
    );
  }

  protected async edit(point: ScanPoint): Promise<void> {
    const dialog = this.dialog.open<EditScanPoint, ScanPoint, ScanPoint>(EditScanPoint, { data: point });
    const now = await firstValueFrom(dialog.afterClosed());
    if (!now) return;
    this.show(now);
    if (now.version > point.version) this.done.set({ what: 'corrected', point: now });
  }

  private async decide(point: ScanPoint, what: Done['what'], ask: () => Promise<ScanPoint>): Promise<void> {
    this.done.set(undefined);
    await this.doing(async () => {
      try {
        this.show(await ask());
        this.done.set({ what, point });
      } catch (error) {
        if (problemOf(error).status === 409) this.show(await this.one(point.id));
        throw error;
      }
    });
  }

  private one(id: string): Promise<ScanPoint> {
    return this.api.call('GET /api/scan-points/{id}', { path: { id } });
  }

  /** In its place: whoever went through pages of a list does not want to start again. */
  private show(now: ScanPoint): void {
    this.points.update((rows) => rows?.map((row) => (row.id === now.id ? now : row)));
  }

  private async sure({ name }: ScanPoint): Promise<boolean> {
    const words = (key: string) => this.transloco.translate<string>(`admin.scanPoints.${key}`, { name });
    const data = { title: words('closeAsk'), text: words('closeText'), action: words('close') };
    return (
      (await firstValueFrom(this.dialog.open<Confirm, unknown, boolean>(Confirm, { data }).afterClosed())) ?? false
    );
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
