import { SchemaPath, maxLength, validate } from '@angular/forms/signals';
import { readMobile } from './mobile';
import { Slip } from './sent-form';

export const EMPTY = 'ui.problem.empty';

/** Nothing was typed or chosen. @param message key of the sentence that says so */
export function filled<T extends string>(path: SchemaPath<T>, message = EMPTY): void {
  validate(path, ({ value }): Slip | undefined => (value().trim() ? undefined : { kind: 'empty', message }));
}

/** The browser takes no more characters than that. */
export function atMost(path: SchemaPath<string>, characters: number): void {
  maxLength(path, characters, { message: 'ui.problem.tooLong' });
}

/** Typed, but not what it should be; that nothing was typed is another slip. */
export function typedRight(path: SchemaPath<string>, isRight: (typed: string) => boolean, message: string): void {
  filled(path);
  typedRightOrEmpty(path, isRight, message);
}

export function typedRightOrEmpty(
  path: SchemaPath<string>,
  isRight: (typed: string) => boolean,
  message: string,
): void {
  validate(path, ({ value }): Slip | undefined =>
    !value().trim() || isRight(value()) ? undefined : { kind: 'wrong', message },
  );
}

export function mobileNumber(path: SchemaPath<string>): void {
  typedRight(path, (typed) => readMobile(typed) !== undefined, 'ui.problem.mobile');
  atMost(path, 40);
}

/** The six digits of an SMS. */
export function smsDigits(path: SchemaPath<string>): void {
  typedRight(path, (typed) => /^\d{6}$/.test(typed), 'ui.sms.short');
}
