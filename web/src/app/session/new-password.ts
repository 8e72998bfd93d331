import { ChangeDetectionStrategy, Component, computed, input, model } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { PasswordField } from './password-field';

const MINIMUM = 12;

/** The server refuses common passwords, too; this much is said before it is asked. */
export function longEnough(password: string): boolean {
  return password.length >= MINIMUM;
}

/** A password to be: with the rule, and what is wrong with it. */
@Component({
  selector: 'app-new-password',
  imports: [PasswordField, TranslocoPipe],
  template: `
    <app-password-field
      [name]="name()"
      autocomplete="new-password"
      [label]="label()"
      [hint]="'session.password.rule' | transloco"
      [path]="path()"
      [problem]="problem()"
      [wrong]="short() ? 'session.password.short' : ''"
      [(value)]="value"
    />
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NewPassword {
  readonly value = model('');
  readonly name = input.required<string>();
  readonly label = input.required<string>();
  /** As the API names it, and what it said of the form. */
  readonly path = input('password');
  readonly problem = input<unknown>();
  protected readonly short = computed(() => this.value() !== '' && !longEnough(this.value()));
}
