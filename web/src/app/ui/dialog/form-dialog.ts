import { ChangeDetectionStrategy, Component, inject, input, output } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatDialogModule } from '@angular/material/dialog';
import { TranslocoPipe } from '@jsverse/transloco';
import { Busy } from '../busy';
import { SentForm } from '../forms/sent-form';
import { ProblemNotice } from '../problem-notice';

/** A dialog that is one short form: its fields stand inside, its frame, what was refused and its two buttons are the same everywhere. */
@Component({
  selector: 'app-form-dialog',
  imports: [Busy, MatButtonModule, MatDialogModule, ProblemNotice, TranslocoPipe],
  hostDirectives: [{ directive: SentForm, inputs: ['appForm: form', 'send'] }],
  template: `
    <h2 mat-dialog-title>{{ heading() }}</h2>
    <form novalidate>
      <mat-dialog-content>
        <ng-content />
        <app-problem-notice [problem]="sent.problem()" [fields]="sent.marked()" />
        <ng-content select="[below]" />
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button mat-button type="button" (click)="cancelled.emit()">{{ 'ui.action.cancel' | transloco }}</button>
        <button mat-flat-button [appBusy]="sent.busy()">{{ action() }}</button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    mat-dialog-content {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 16px;
      min-width: min(420px, 76vw);
      padding-top: 8px !important;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FormDialog {
  protected readonly sent = inject(SentForm);
  readonly heading = input.required<string>();
  /** What the main button does, in its own word. */
  readonly action = input.required<string>();
  readonly cancelled = output<void>();
}
