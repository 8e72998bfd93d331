import { Directive, ElementRef, inject, input } from '@angular/core';

/**
 * `<button [appBusy]="sending()">`: what was pressed is still under way. The button says so and does nothing more until it is done, but is never
 * `disabled`: that would take the keyboard's focus away, and the next Tab would begin at the top of the page.
 */
@Directive({
  selector: 'button[appBusy]',
  host: { '[attr.aria-busy]': 'appBusy()', '[attr.aria-disabled]': 'appBusy() || null' },
})
export class Busy {
  readonly appBusy = input.required<boolean>();

  constructor() {
    const ignoreWhileBusy = (event: Event): void => {
      if (!this.appBusy()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    // In the capturing phase it comes before whatever else listens to the button.
    inject<ElementRef<HTMLElement>>(ElementRef).nativeElement.addEventListener('click', ignoreWhileBusy, true);
  }
}
