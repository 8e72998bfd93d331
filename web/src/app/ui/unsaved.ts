import { DestroyRef, Injectable, inject } from '@angular/core';
import { CanDeactivateFn } from '@angular/router';

interface Held {
  /** Whether anything would be lost right now. */
  readonly isOpen: () => boolean;
  /** Asks; once the user agrees, nothing is open any more. @returns whether they do */
  readonly discard: () => Promise<boolean>;
}

/**
 * What one wrong tap would lose. The page that holds it says so; every way out of the page asks: links, back, sign-out by the question
 * of the page, reloading and closing the tab by the browser's own.
 */
@Injectable({ providedIn: 'root' })
export class Unsaved {
  private held: Held | undefined;

  constructor() {
    const ask = (event: BeforeUnloadEvent): void => {
      if (this.held?.isOpen()) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    inject(DestroyRef).onDestroy(() => removeEventListener('beforeunload', ask));
  }

  hold(held: Held, page: DestroyRef): void {
    this.held = held;
    page.onDestroy(() => (this.held = this.held === held ? undefined : this.held));
  }

  async mayLeave(): Promise<boolean> {
    return !this.held?.isOpen() || this.held.discard();
  }
}

export const asksBeforeLosing: CanDeactivateFn<unknown> = () => inject(Unsaved).mayLeave();
