import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { FieldTree, SchemaPath, validate } from '@angular/forms/signals';
import { TranslocoPipe } from '@jsverse/transloco';
import { Slip } from '../ui/forms/sent-form';
import { atMost, filled, typedRight } from '../ui/forms/slips';
import { PasswordField } from './password-field';

const MINIMUM = 12;
const MAXIMUM = 128;

/** A password to be, and typed once more against a slip that nobody sees. The server refuses common ones, too; this much is said before it is asked. */
export function newPassword(path: SchemaPath<string>, repeated?: SchemaPath<string>): void {
  typedRight(path, (typed) => typed.length >= MINIMUM, 'session.password.short');
  atMost(path, MAXIMUM);
  if (!repeated) return;
  filled(repeated);
  atMost(repeated, MAXIMUM);
  validate(repeated, ({ value, valueOf }): Slip | undefined =>
    value() === valueOf(path) ? undefined : { kind: 'wrong', message: 'session.password.differs' },
  );
}

/** Where a password is chosen: how strong it has to be, and where the page wants it the same once more. */
@Component({
  selector: 'app-new-password',
  imports: [PasswordField, TranslocoPipe],
  template: `
    <app-password-field
      name="new-password"
      autocomplete="new-password"
      [label]="(first() ? 'session.register.password' : 'session.password.next') | transloco"
      [hint]="'session.password.rule' | transloco"
      [of]="of()"
    />
    @if (repeated(); as once) {
      <app-password-field
        name="repeat-password"
        autocomplete="new-password"
        [label]="(first() ? 'session.register.repeat' : 'session.password.repeat') | transloco"
        [of]="once"
      />
    }
  `,
  styles: ':host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 18px; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NewPassword {
  readonly of = input.required<FieldTree<string>>();
  readonly repeated = input<FieldTree<string>>();
  /** Who registers has had none before. */
  readonly first = input(false);
}
