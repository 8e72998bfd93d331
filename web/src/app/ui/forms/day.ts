import { SchemaPath, validate } from '@angular/forms/signals';
import { Slip } from './sent-form';

/** Nothing is older than the system; no year has five figures. */
export const FIRST_DAY = '2020-01-01';
export const LAST_DAY = '2099-12-31';

/** What is wrong with a day: of no year that is reckoned with, or before the day that the span begins with. */
export type DayProblem = 'outside' | 'reversed';

/** @param day as a field gives it: `YYYY-MM-DD`, with more figures for later years */
export function dayProblem(day: string, notBefore = ''): DayProblem | undefined {
  if (day === '') return undefined;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day < FIRST_DAY || day > LAST_DAY) return 'outside';
  return notBefore !== '' && dayProblem(notBefore) === undefined && day < notBefore ? 'reversed' : undefined;
}

/** A day that may be left empty. A part of one the browser does not hand out: {@link FieldProblem} says that by itself. */
export function day(path: SchemaPath<string>, from?: SchemaPath<string>): void {
  validate(path, ({ value, valueOf }): Slip | undefined => {
    const problem = dayProblem(value(), from ? valueOf(from) : '');
    const values = { first: FIRST_DAY, last: LAST_DAY };
    return problem && { kind: 'wrong', message: `ui.day.${problem}`, values };
  });
}
