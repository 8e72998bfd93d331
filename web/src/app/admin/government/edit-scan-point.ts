import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { form } from '@angular/forms/signals';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../../api/client';
import { Item } from '../../api/contract';
import { Correction } from '../../ui/dialog/correction';
import { FormDialog } from '../../ui/dialog/form-dialog';
import { ChoiceField } from '../../ui/forms/choice-field';
import { atMost, filled } from '../../ui/forms/slips';
import { TextField } from '../../ui/forms/text-field';

export type ScanPoint = Item<'GET /api/scan-points'>;

/** Corrects what is said of a scan point. Closes with the point as it is now, also when somebody else changed it and nothing was saved here. */
@Component({
  selector: 'app-edit-scan-point',
  imports: [ChoiceField, FormDialog, TextField, TranslocoPipe],
  templateUrl: './edit-scan-point.html',
  styleUrl: './dialog.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EditScanPoint {
  private readonly api = inject(Api);
  protected readonly dialog = inject<MatDialogRef<EditScanPoint, ScanPoint>>(MatDialogRef);
  protected readonly kinds = ['traffic', 'province-entry', 'community', 'office', 'enterprise'] as const;
  private readonly before = inject<ScanPoint>(MAT_DIALOG_DATA);
  private readonly path = { id: this.before.id };
  private readonly typed = signal({ name: this.before.name, kind: this.before.kind, address: this.before.address });
  protected readonly form = form(this.typed, (path) => {
    filled(path.name, 'admin.scanPoints.nameMissing');
    atMost(path.name, 60);
    atMost(path.address, 120);
  });
  protected readonly correction = new Correction(this.before, {
    save: ({ version }) => {
      const { name, kind, address } = this.typed();
      const body = { name: name.trim(), kind, address: address.trim(), version };
      return this.api.call('PUT /api/scan-points/{id}', { path: this.path, body });
    },
    read: () => this.api.call('GET /api/scan-points/{id}', { path: this.path }),
  });

  protected readonly correct = async (): Promise<void> => this.dialog.close(await this.correction.save());
}
