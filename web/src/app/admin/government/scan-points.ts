import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, Injector, inject, signal } from '@angular/core';
import { form } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { mdiAlertCircleOutline, mdiCancel, mdiCheckCircle } from '@mdi/js';
import { firstValueFrom } from 'rxjs';
import { Api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { Confirmation } from '../../ui/dialog/confirmation';
import { ChoiceField } from '../../ui/forms/choice-field';
import { atMost } from '../../ui/forms/slips';
import { TextField } from '../../ui/forms/text-field';
import { focusOn } from '../../ui/focus-on';
import { Icon } from '../../ui/icon';
import { FilterForm } from '../../ui/table/filter-form';
import { Cell, ListTable, RowOf, rowId } from '../../ui/table/list-table';
import { Listing } from '../../ui/table/listing';
import { EditScanPoint, ScanPoint } from './edit-scan-point';

const EVERY_POINT = { name: '', state: '' as ScanPoint['state'] | '' };

interface Done {
  what: 'confirmed' | 'corrected' | 'closed';
  point: ScanPoint;
}

/** 扫码点管理: scanners propose points on the spot, the administrator confirms, corrects or closes them. */
@Component({
  selector: 'app-scan-points',
  imports: [Cell, ChoiceField, DatePipe, FilterForm, Icon, ListTable, MatButtonModule, RowOf, TextField, TranslocoPipe],
  templateUrl: './scan-points.html',
  styleUrls: ['../list-page.scss', './scan-points.scss'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ScanPoints {
  private readonly api = inject(Api);
  private readonly injector = inject(Injector);
  private readonly dialog = inject(MatDialog);
  private readonly confirmation = inject(Confirmation);
  private readonly transloco = inject(TranslocoService);
  protected readonly columns = ['name', 'kind', 'place', 'state', 'addedAt', 'action'];
  protected readonly states = ['unconfirmed', 'confirmed', 'closed'] as const;
  protected readonly icons = { unconfirmed: mdiAlertCircleOutline, confirmed: mdiCheckCircle, closed: mdiCancel };
  private readonly filter = signal(EVERY_POINT);
  protected readonly form = form(this.filter, (path) => atMost(path.name, 60));
  protected readonly list = new Listing<ScanPoint, typeof EVERY_POINT>({
    fetch: ({ name, state }, cursor) =>
      this.api.call('GET /api/scan-points', { query: { name: name.trim(), state: state || 'all', cursor } }),
    idOf: ({ id }) => id,
  });
  protected readonly done = signal<Done | undefined>(undefined);

  constructor() {
    void this.query();
  }

  protected readonly query = async (): Promise<void> => {
    this.done.set(undefined);
    void this.list.ask(this.filter());
  };

  protected reset(): Promise<void> {
    this.form().reset(EVERY_POINT);
    return this.query();
  }

  protected confirm(point: ScanPoint): Promise<void> {
    const { id, version } = point;
    return this.decide(point, 'confirmed', () =>
      this.api.call('POST /api/scan-points/{id}/confirmation', { path: { id }, body: { version } }),
    );
  }

  protected async close(point: ScanPoint): Promise<void> {
    const { id, version, name } = point;
    const words = (key: string) => this.transloco.translate<string>(`admin.scanPoints.${key}`, { name });
    const question = { title: words('closeAsk'), text: words('closeText'), confirm: words('close'), danger: true };
    if (this.list.busy() || !(await this.confirmation.agreed(question))) return;
    await this.decide(point, 'closed', () =>
      this.api.call('POST /api/scan-points/{id}/closing', { path: { id }, body: { version } }),
    );
  }

  protected async edit(point: ScanPoint): Promise<void> {
    const dialog = this.dialog.open<EditScanPoint, ScanPoint, ScanPoint>(EditScanPoint, { data: point });
    const now = await firstValueFrom(dialog.afterClosed());
    if (!now) return;
    this.list.put(now);
    if (now.version > point.version) this.done.set({ what: 'corrected', point: now });
  }

  private async decide(point: ScanPoint, what: Done['what'], decided: () => Promise<ScanPoint>): Promise<void> {
    this.done.set(undefined);
    await this.list.act(async () => {
      try {
        this.list.put(await decided());
        this.done.set({ what, point });
      } catch (error) {
        if (problemOf(error).status === 409)
          this.list.put(await this.api.call('GET /api/scan-points/{id}', { path: { id: point.id } }));
        throw error;
      }
    });
    focusOn(rowId(point.id), this.injector);
  }
}
