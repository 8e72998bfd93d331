import { ChangeDetectionStrategy, Component, effect, inject, input, untracked } from '@angular/core';
import { FieldTree } from '@angular/forms/signals';
import { FieldProblem } from './field-problem';
import { RadioChips } from './radio-chips';

/** One of a few, all in sight, one tap each; its `<button class="bm-chip" [appRadioChip]="key">` stand inside. */
@Component({
  selector: 'app-chip-field',
  imports: [FieldProblem],
  hostDirectives: [RadioChips],
  template: `
    <span class="label" [id]="name() + '-label'">{{ label() }}</span>
    <div class="chips"><ng-content /></div>
    <app-field-problem [of]="of()" [field]="name()" />
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 8px;
    }
    .label {
      font-weight: 600;
    }
    .chips {
      display: flex;
      flex-wrap: wrap;
      gap: 10px;
    }
  `,
  host: { '[id]': 'name()', '[attr.aria-labelledby]': "name() + '-label'", tabindex: '-1' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChipField<T extends string> {
  readonly of = input.required<FieldTree<T>>();
  /** Id of the group. */
  readonly name = input.required<string>();
  readonly label = input.required<string>();

  constructor() {
    const chips = inject(RadioChips);
    effect(() => {
      const chosen = this.of()().value();
      untracked(() => chips.chosen.set(chosen));
    });
    chips.chosen.subscribe((chosen) => this.of()().value.set(chosen as never));
  }
}
