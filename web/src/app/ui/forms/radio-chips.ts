import { Directive, ElementRef, computed, contentChildren, inject, input, model } from '@angular/core';

/** One choice among the buttons of an `[appRadioChips]`. */
@Directive({
  selector: 'button[appRadioChip]',
  host: {
    type: 'button',
    role: 'radio',
    '[attr.aria-checked]': 'checked()',
    '[attr.tabindex]': 'reached() ? 0 : -1',
    '(click)': 'choose()',
  },
})
export class RadioChip {
  private readonly chips = inject(RadioChips);
  /** Not `required`: the group may ask while its chips are still being made. */
  readonly value = input<string | undefined>(undefined, { alias: 'appRadioChip' });
  readonly element = inject<ElementRef<HTMLButtonElement>>(ElementRef).nativeElement;
  protected readonly checked = computed(() => this.chips.chosen() === this.value());
  protected readonly reached = computed((): boolean => this.chips.reached() === this);

  choose(): void {
    this.chips.chosen.set(this.value());
  }
}

/**
 * Large buttons of which one is chosen, with the keyboard of radio buttons: Tab reaches the chosen one (or the first), arrows go on from
 * there and choose, as in every browser's own.
 */
@Directive({ selector: '[appRadioChips]', host: { role: 'radiogroup', '(keydown)': 'pressed($event)' } })
export class RadioChips {
  readonly chosen = model<string | undefined>(undefined, { alias: 'appRadioChips' });
  private readonly chips = contentChildren(RadioChip, { descendants: true });
  readonly reached = computed(
    (): RadioChip | undefined => this.chips().find((chip) => chip.value() === this.chosen()) ?? this.chips()[0],
  );

  protected pressed(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const chips = this.chips();
    const at = chips.findIndex(({ element }) => element === event.target);
    const to = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: chips.length - 1,
    }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const chip = chips[(to + chips.length) % chips.length]!;
    chip.choose();
    chip.element.focus();
  }
}
