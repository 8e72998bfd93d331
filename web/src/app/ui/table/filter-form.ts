import { ChangeDetectionStrategy, Component, effect, inject, input, output } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { TranslocoPipe } from '@jsverse/transloco';
import { SentForm } from '../forms/sent-form';
import { ProblemNotice } from '../problem-notice';
import { Listing } from './listing';

/**
 * What a list is asked with: its fields stand inside. Sending it begins a question and does not wait for the answer, so that it may be sent again;
 * with something missing or wrong it leads there, and empties the list. What the list could not answer is said below.
 */
@Component({
  selector: 'app-filter-form',
  imports: [MatButtonModule, MatProgressBarModule, ProblemNotice, TranslocoPipe],
  hostDirectives: [{ directive: SentForm, inputs: ['appForm: form', 'send'] }],
  template: `
    <form novalidate role="search">
      <ng-content />
      <div class="buttons">
        <button mat-flat-button [attr.aria-busy]="list().busy()">{{ 'ui.list.query' | transloco }}</button>
        <button mat-stroked-button type="button" (click)="cleared.emit()">{{ 'ui.list.reset' | transloco }}</button>
      </div>
    </form>
    <div class="progress">
      @if (list().busy()) {
        <mat-progress-bar mode="indeterminate" [attr.aria-label]="'ui.state.loading' | transloco" />
      }
    </div>
    <app-problem-notice [problem]="list().problem()" [fields]="sent.marked()" />
  `,
  styleUrl: './filter-form.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FilterForm {
  protected readonly sent = inject(SentForm);
  readonly list = input.required<Pick<Listing<unknown, object>, 'busy' | 'problem' | 'clear'>>();
  readonly cleared = output<void>();

  constructor() {
    effect(() => this.sent.show(this.list().problem()));
    this.sent.incomplete.subscribe(() => this.list().clear());
  }
}
