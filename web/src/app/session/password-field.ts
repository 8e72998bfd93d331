import { ChangeDetectionStrategy, Component, input, signal } from '@angular/core';
import { FieldTree, FormField } from '@angular/forms/signals';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiEyeOffOutline, mdiEyeOutline } from '@mdi/js';
import { FieldProblem } from '../ui/forms/field-problem';
import { Icon } from '../ui/icon';

@Component({
  selector: 'app-password-field',
  imports: [FieldProblem, FormField, Icon, TranslocoPipe],
  template: `
    <div class="bm-field">
      <label [for]="name()">{{ label() }}</label>
      <div class="box">
        <input
          [id]="name()"
          [type]="shown() ? 'text' : 'password'"
          [autocomplete]="autocomplete()"
          [attr.aria-describedby]="name() + '-note'"
          [formField]="of()"
        />
        <button
          type="button"
          [attr.aria-pressed]="shown()"
          [attr.aria-label]="'session.password.show' | transloco"
          (click)="shown.set(!shown())"
        >
          <app-icon [path]="shown() ? eyeOff : eye" />
        </button>
      </div>
      <span [id]="name() + '-note'" class="hint">{{ hint() }}</span>
      <app-field-problem [of]="of()" [field]="name()" />
    </div>
  `,
  styles: `
    .box {
      position: relative;
    }
    input {
      padding-right: 56px !important;
    }
    button {
      position: absolute;
      right: 2px;
      top: 2px;
      width: 48px;
      height: 48px;
      border: 0;
      border-radius: 8px;
      background: none;
      color: var(--bm-ink-soft);
      cursor: pointer;
    }
    .hint:empty {
      display: none;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PasswordField {
  readonly of = input.required<FieldTree<string>>();
  /** Id of its element. */
  readonly name = input.required<string>();
  readonly label = input.required<string>();
  readonly hint = input('');
  readonly autocomplete = input<'current-password' | 'new-password'>('current-password');
  protected readonly shown = signal(false);
  protected readonly eye = mdiEyeOutline;
  protected readonly eyeOff = mdiEyeOffOutline;
}
