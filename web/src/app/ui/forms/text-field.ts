import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { FieldTree, FormField } from '@angular/forms/signals';
import { FieldProblem } from './field-problem';

/** A field of one line: its label above it, what is wrong with it below. */
@Component({
  selector: 'app-text-field',
  imports: [FieldProblem, FormField],
  template: `
    <div class="bm-field">
      <label [for]="name()">{{ label() }}</label>
      <div class="line">
        <input
          [id]="name()"
          [type]="type()"
          [attr.inputmode]="inputmode() || null"
          [attr.autocomplete]="autocomplete()"
          [attr.autocapitalize]="autocapitalize() || null"
          [attr.spellcheck]="autocapitalize() ? 'false' : null"
          [attr.min]="from() || null"
          [attr.max]="until() || null"
          [attr.aria-describedby]="hint() ? name() + '-hint' : null"
          [formField]="of()"
        />
        @if (unit()) {
          <span>{{ unit() }}</span>
        }
      </div>
      @if (hint()) {
        <span [id]="name() + '-hint'" class="hint">{{ hint() }}</span>
      }
      <app-field-problem [of]="of()" [field]="name()" />
    </div>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    .line {
      display: flex;
      align-items: center;
      gap: 8px;
    }
    input {
      flex: 1;
      min-width: 0;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TextField {
  readonly of = input.required<FieldTree<string>>();
  /** Id of its element. */
  readonly name = input.required<string>();
  readonly label = input.required<string>();
  readonly hint = input('');
  /** What stands behind the number that is typed: `°C`. */
  readonly unit = input('');
  readonly type = input<'text' | 'date' | 'tel'>('text');
  readonly inputmode = input<'' | 'tel' | 'decimal'>('');
  readonly autocomplete = input('off');
  /** Of what is spelled, not written: a login, the number of a document. */
  readonly autocapitalize = input<'' | 'none' | 'characters'>('');
  /** Of days: the first and the last that the browser offers. */
  readonly from = input('');
  readonly until = input('');
}
