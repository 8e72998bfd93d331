import { Directive, ElementRef, Injector, afterNextRender, inject, signal } from '@angular/core';

/** A form whose main button is never dead: pressed too early it says at every field what is missing and leads to the first of them. */
@Directive({ selector: 'form[appGaps]', host: { novalidate: '', '(submit)': 'pressed()' } })
export class Gaps {
  private readonly form = inject<ElementRef<HTMLFormElement>>(ElementRef).nativeElement;
  private readonly injector = inject(Injector);
  readonly asked = signal(false);

  protected pressed(): void {
    this.asked.set(true);
    afterNextRender(() => this.form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), {
      injector: this.injector,
    });
  }
}
