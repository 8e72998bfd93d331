import { ChangeDetectionStrategy, Component, computed, input, model, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiEyeOffOutline, mdiEyeOutline } from '@mdi/js';
import { EMPTY, FieldProblem } from '../ui/field-problem';
import { Icon } from '../ui/icon';

@Component({
  selector: 'app-password-field',
  imports: [FieldProblem, FormsModule, Icon, TranslocoPipe],
  template: `
    <div class="bm-field">
      <label [for]="name()">{{ label() }}</label>
      <div class="box">
        <input
          [id]="name()"
          [name]="name()"
          [type]="shown() ? 'text' : 'password'"
          [autocomplete]="autocomplete()"
          required
          maxlength="128"
          [attr.aria-describedby]="name() + '-note'"
          [(ngModel)]="value"
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
      <app-field-problem [path]="path()" [field]="name()" [problem]="problem()" [gap]="gap()" />
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
  readonly value = model('');
  readonly name = input.required<string>();
  readonly label = input.required<string>();
  readonly hint = input('');
  readonly path = input('');
  readonly problem = input<unknown>();
  /** Key of the sentence for what the form sees wrong with it. */
  readonly wrong = input('');
  readonly autocomplete = input<'current-password' | 'new-password'>('current-password');
  protected readonly shown = signal(false);
  protected readonly gap = computed(() => (this.value() === '' ? EMPTY : this.wrong()));
  protected readonly eye = mdiEyeOutline;
  protected readonly eyeOff = mdiEyeOffOutline;
}
