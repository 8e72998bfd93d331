import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { TranslocoPipe } from '@jsverse/transloco';

/** Asks before what cannot be undone, or what takes something from a person. Closes with `true` when confirmed. */
@Component({
  selector: 'app-confirm',
  imports: [MatButtonModule, MatDialogModule, TranslocoPipe],
  template: `
    <h2 mat-dialog-title>{{ data.title }}</h2>
    <mat-dialog-content>{{ data.text }}</mat-dialog-content>
    <mat-dialog-actions align="end">
      <button mat-button [mat-dialog-close]="false">{{ 'admin.cancel' | transloco }}</button>
      <button mat-flat-button [mat-dialog-close]="true">{{ 'admin.confirm' | transloco }}</button>
    </mat-dialog-actions>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Confirm {
  protected readonly data = inject<{ title: string; text: string }>(MAT_DIALOG_DATA);
}
