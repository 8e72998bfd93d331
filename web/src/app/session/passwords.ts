import { SchemaPath, validate } from '@angular/forms/signals';
import { Slip } from '../ui/sent-form';
import { atMost, filled, typedRight } from '../ui/slips';

const MINIMUM = 12;

/** A password to be. The server refuses common ones, too; this much is said before it is asked. */
export function newPassword(path: SchemaPath<string>): void {
  typedRight(path, (typed) => typed.length >= MINIMUM, 'session.password.short');
  atMost(path, 128);
}

/** Typed twice, against a slip that nobody sees. */
export function sameAs(path: SchemaPath<string>, other: SchemaPath<string>): void {
  filled(path);
  atMost(path, 128);
  validate(path, ({ value, valueOf }): Slip | undefined =>
    value() === valueOf(other) ? undefined : { kind: 'wrong', message: 'session.password.differs' },
  );
}
