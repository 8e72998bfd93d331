import { Injector, afterNextRender } from '@angular/core';

/** What takes the place of the control that was just pressed gets the focus once it is drawn; else the next Tab begins at the top of the page. */
export function focusOn(id: string, injector: Injector): void {
  afterNextRender({ write: () => document.getElementById(id)?.focus() }, { injector });
}
