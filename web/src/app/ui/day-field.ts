import { Directive, ElementRef, effect, inject, input } from '@angular/core';
import { AbstractControl, NG_VALIDATORS, ValidationErrors, Validator } from '@angular/forms';

/** Nothing is older than the system; no year has five figures. */
export const FIRST_DAY = '2020-01-01';
export const LAST_DAY = '2099-12-31';

/** What is wrong with a day: it is typed in part, of no year that is reckoned with, or before the day that the span begins with. */
export type DayProblem = 'incomplete' | 'outside' | 'reversed';

/** @param day as a field gives it: `YYYY-MM-DD`, with more figures for later years */
export function dayProblem(day: string, notBefore = ''): DayProblem | undefined {
  if (day === '') return undefined;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day < FIRST_DAY || day > LAST_DAY) return 'outside';
  return notBefore !== '' && dayProblem(notBefore) === undefined && day < notBefore ? 'reversed' : undefined;
}

/** Every field for a day: the browser offers the days there are, and what it lets through all the same is told at the field (`errors.day`). */
@Directive({
  selector: 'input[type=date][ngModel]',
  providers: [{ provide: NG_VALIDATORS, useExisting: DayField, multi: true }],
  host: { '[attr.min]': 'first', '[attr.max]': 'last', '(blur)': 'again()' },
})
export class DayField implements Validator {
  readonly notBefore = input('');
  protected readonly first = FIRST_DAY;
  protected readonly last = LAST_DAY;
  protected again = (): void => undefined;
  private readonly field = inject<ElementRef<HTMLInputElement>>(ElementRef).nativeElement;

  constructor() {
    effect(() => {
      this.notBefore();
      this.again();
    });
  }

  /** A day that is typed in part is an empty one to the form, only the browser knows better. */
  validate({ value }: AbstractControl<string | null>): ValidationErrors | null {
    const day = this.field.validity.badInput ? 'incomplete' : dayProblem(value ?? '', this.notBefore());
    return day ? { day } : null;
  }

  registerOnValidatorChange(again: () => void): void {
    this.again = again;
  }
}
