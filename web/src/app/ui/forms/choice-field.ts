import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { FieldTree, FormField } from '@angular/forms/signals';

/** One of a few, from the browser's own list; its `<option>`s stand inside. */
@Component({
  selector: 'app-choice-field',
  imports: [FormField],
  template: `
    <div class="bm-field">
      <label [for]="name()">{{ label() }}</label>
      <select [id]="name()" [formField]="field()">
        <ng-content />
      </select>
    </div>
  `,
  styles: ':host { display: block; min-width: 0; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChoiceField<T extends string> {
  readonly of = input.required<FieldTree<T>>();
  /** Id of its element. */
  readonly name = input.required<string>();
  readonly label = input.required<string>();
  protected readonly field = computed(() => this.of() as unknown as FieldTree<string>);
}
