import { Directive, ElementRef, effect, inject, input, model, untracked } from '@angular/core';

const GROUP = 4;

/** The digits in what was typed or pasted; full-width ones are digits, too. */
export function digitsOf(typed: string): string {
  return typed.normalize('NFKC').replace(/[^0-9]/g, '');
}

export function inGroups(digits: string): string {
  return digits.replace(/(\d{4})(?=\d)/g, '$1 ');
}

export interface Typed {
  readonly digits: string;
  /** How many of them stand before the caret. */
  readonly caret: number;
}

/** What is in the field after an edit: `before` and `after` the caret as the browser left them, separators included. */
export function edited(before: string, after: string, maximum: number): Typed {
  const [head, tail] = [digitsOf(before), digitsOf(after)];
  const kept = head.slice(0, maximum);
  const excess = Math.max(0, kept.length + tail.length - maximum);
  // In a full field a typed digit takes the place of the next one, nothing is pushed out at the end.
  return { digits: kept + tail.slice(excess), caret: kept.length };
}

/** Deleting a separator means the digit beyond it. */
export function deletedAcross({ digits, caret }: Typed, forward: boolean): Typed {
  const at = forward ? caret : caret - 1;
  return { digits: digits.slice(0, Math.max(0, at)) + digits.slice(at + 1), caret: Math.max(0, at) };
}

/** A text field for digits only, wherever the product asks for some: keeps the caret, takes pasted text and full-width digits, shows groups of four. */
@Directive({
  selector: 'input[appDigits]',
  host: {
    inputmode: 'numeric',
    '(input)': 'changed($any($event))',
    '(compositionend)': 'changed($any($event))',
    '(paste)': 'pasted($event)',
  },
})
export class DigitsField {
  private readonly field = inject<ElementRef<HTMLInputElement>>(ElementRef).nativeElement;
  private replacing = false;
  readonly appDigits = model('');
  readonly maximum = input.required<number>();
  readonly grouped = input(false);

  constructor() {
    effect(() => {
      const digits = this.appDigits();
      if (digits !== digitsOf(this.field.value)) untracked(() => this.show({ digits, caret: digits.length }));
    });
  }

  protected changed({ inputType = '', isComposing = false }: Partial<InputEvent>): void {
    if (isComposing || this.replacing) return;
    // What the browser took back stays as it stood there; put into groups again it could not be taken back any further.
    if (inputType.startsWith('history') && digitsOf(this.field.value).length <= this.maximum())
      return this.appDigits.set(digitsOf(this.field.value));
    const { value, selectionStart } = this.field;
    const caret = selectionStart ?? value.length;
    const typed = edited(value.slice(0, caret), value.slice(caret), this.maximum());
    const onlySeparator = inputType.startsWith('deleteContent') && typed.digits === this.appDigits();
    this.show(onlySeparator ? deletedAcross(typed, inputType === 'deleteContentForward') : typed);
  }

  /** A number pasted whole is the number, whatever stood there and wherever the caret was. */
  protected pasted(event: ClipboardEvent): void {
    const digits = digitsOf(event.clipboardData?.getData('text') ?? '');
    if (digits.length < this.maximum()) return;
    event.preventDefault();
    this.show({ digits: digits.slice(0, this.maximum()), caret: this.maximum() });
  }

  private show({ digits, caret }: Typed): void {
    const shown = this.grouped() ? inGroups(digits) : digits;
    if (this.field.value !== shown) this.replace(shown);
    const at = this.grouped() ? caret + Math.floor(Math.max(0, caret - 1) / GROUP) : caret;
    if (document.activeElement === this.field) this.field.setSelectionRange(at, at);
    this.appDigits.set(digits);
  }

  /** As typed over what stood there, so that Ctrl+Z takes it back; `value` would make the browser forget everything before. */
  private replace(shown: string): void {
    const typing = document.activeElement === this.field;
    if (typing) this.field.select();
    this.replacing = true;
    // Deprecated and without a successor: nothing else leaves a step to go back to.
    const typed = typing && document.execCommand?.('insertText', false, shown);
    this.replacing = false;
    if (!typed || this.field.value !== shown) this.field.value = shown;
  }
}
