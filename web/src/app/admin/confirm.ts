import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { TranslocoPipe } from '@jsverse/transloco';

export interface Asked {
  title: string;
  text: string;
  /** What the button does, in its own word; "confirm" without. */
  action?: string;
}

/** Asks before what cannot be undone, or what takes something from a person. Closes with `true` when confirmed. */
@Component({
  selector: 'app-confirm',
  imports: [MatButtonModule, MatDialogModule, TranslocoPipe],
  template: `
    <h2 mat-dialog-title>{{ data.title }}</h2>
    <mat-dialog-content>{{ data.text }}</mat-dialog-content>
    <mat-dialog-actions align="end">
      <button mat-button [mat-dialog-close]="false">{{ 'admin.cancel' | transloco }}</button>
      <button mat-flat-button [mat-dialog-close]="true">{{ data.action ?? ('admin.confirm' | transloco) }}</button>
    </mat-dialog-actions>
  `,
  styles: ':host { --mat-dialog-supporting-text-size: 1.0625rem; --mat-dialog-supporting-text-line-height: 1.5; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Confirm {
  protected readonly data = inject<Asked>(MAT_DIALOG_DATA);
}
