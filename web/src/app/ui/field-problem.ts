import { ChangeDetectionStrategy, Component, computed, effect, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { fieldErrorAt, problemOf } from '../api/problem';
import { InWords } from './in-words';

/** What the server found wrong with one field, in words below that field, which is marked and, being the first one wrong, gets the focus. */
@Component({
  selector: 'app-field-problem',
  imports: [InWords, TranslocoPipe],
  template: `@if (wrong(); as it) { <span class="error" role="alert" [id]="noteId()">{{ it.code ? (it.words | inWords) || it.message : ('ui.problem.field' | transloco) }}</span> }`,
  styles: ':host { display: contents; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FieldProblem {
  readonly problem = input<unknown>();
  /** As the API names the field: `document.number`. */
  readonly path = input.required<string>();
  /** Id of the field's element. */
  readonly field = input.required<string>();
  protected readonly noteId = computed(() => `${this.field()}-problem`);
  protected readonly wrong = computed(() => fieldErrorAt(this.problem(), this.path()));

  constructor() {
    effect(() => {
      const element = document.getElementById(this.field());
      const wrong = this.wrong();
      if (!wrong) return element?.removeAttribute('aria-errormessage');
      element?.setAttribute('aria-errormessage', this.noteId());
      if (problemOf(this.problem()).errors[0] === wrong) element?.focus();
    });
  }
}
