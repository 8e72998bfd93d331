import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormField, form } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { ScanPoint } from '../../api/types';
import { FieldProblem } from '../../ui/field-problem';
import { ProblemNotice } from '../../ui/problem-notice';
import { SentForm } from '../../ui/sent-form';
import { atMost, filled } from '../../ui/slips';

/** Corrects what is said of a scan point. Closes with the point as it is now, also when somebody else changed it and nothing was saved here. */
@Component({
  selector: 'app-edit-scan-point',
  imports: [
    FieldProblem,
    FormField,
    MatButtonModule,
    MatDialogModule,
    MatFormFieldModule,
    MatInputModule,
    MatSelectModule,
    ProblemNotice,
    SentForm,
    TranslocoPipe,
  ],
  templateUrl: './edit-scan-point.html',
  styleUrl: './dialog.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EditScanPoint {
  private readonly api = inject(Api);
  private readonly dialog = inject<MatDialogRef<EditScanPoint, ScanPoint>>(MatDialogRef);
  protected readonly kinds = ['traffic', 'province-entry', 'community', 'office', 'enterprise'] as const;
  protected readonly point = signal(inject<ScanPoint>(MAT_DIALOG_DATA));
  private readonly typed = signal({
    name: this.point().name,
    kind: this.point().kind,
    address: this.point().address,
  });
  protected readonly form = form(this.typed, (path) => {
    filled(path.name, 'admin.scanPoints.nameMissing');
    atMost(path.name, 60);
    atMost(path.address, 120);
  });
  /** What somebody else wrote meanwhile; saving once more is then on purpose. */
  protected readonly other = signal<ScanPoint | undefined>(undefined);

  protected cancel(): void {
    this.dialog.close(this.point());
  }

  protected readonly correct = async (): Promise<void> => {
    const { id, version } = this.point();
    const { name, kind, address } = this.typed();
    const body = { name: name.trim(), kind, address: address.trim(), version };
    try {
      this.dialog.close(await this.api.call('PUT /api/scan-points/{id}', { path: { id }, body }));
    } catch (error) {
      if (problemOf(error).code === 'SCAN_POINT.STALE') await this.reread(id);
      throw error;
    }
  };

  private async reread(id: string): Promise<void> {
    this.point.set(await this.api.call('GET /api/scan-points/{id}', { path: { id } }));
    this.other.set(this.point());
  }
}
