import { DestroyRef, Injectable, inject } from '@angular/core';
import { CanDeactivateFn } from '@angular/router';

interface Work {
  /** Whether anything would be lost right now. */
  readonly isOpen: () => boolean;
  /** Asks the person. Once they agree, nothing is open any more. @returns whether they do */
  readonly discard: () => Promise<boolean>;
}

/**
 * What one wrong tap would lose. The page it stands on registers it; then every way out of the page asks first: links, back and sign-out by the
 * page's own question, reloading and closing the tab by the browser's.
 */
@Injectable({ providedIn: 'root' })
export class UnsavedWork {
  private work: Work | undefined;

  constructor() {
    const stopUnloading = (event: BeforeUnloadEvent): void => {
      if (this.work?.isOpen()) event.preventDefault();
    };
    addEventListener('beforeunload', stopUnloading);
    inject(DestroyRef).onDestroy(() => removeEventListener('beforeunload', stopUnloading));
  }

  /** @param page with which it ends */
  register(work: Work, page: DestroyRef): void {
    this.work = work;
    page.onDestroy(() => (this.work = this.work === work ? undefined : this.work));
  }

  /** Nobody is signed in any more who could be asked, or go on with it. */
  abandon(): void {
    this.work = undefined;
  }

  async mayLeave(): Promise<boolean> {
    return !this.work?.isOpen() || this.work.discard();
  }
}

/** Guards the way out of a page that registers unsaved work. */
export const confirmsLoss: CanDeactivateFn<unknown> = () => inject(UnsavedWork).mayLeave();
