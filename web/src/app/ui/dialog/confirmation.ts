import { ApplicationRef, EnvironmentInjector, Injectable, createComponent, inject } from '@angular/core';
import { ConfirmDialog, Question } from './confirm-dialog';

/** Asks before what cannot be undone, or what takes something from a person, from whichever page. */
@Injectable({ providedIn: 'root' })
export class Confirmation {
  private readonly app = inject(ApplicationRef);
  private readonly environmentInjector = inject(EnvironmentInjector);

  /** @returns whether the person agrees; Escape is a no */
  async agreed(question: Question): Promise<boolean> {
    const dialog = createComponent(ConfirmDialog, { environmentInjector: this.environmentInjector });
    document.body.append(dialog.location.nativeElement as HTMLElement);
    this.app.attachView(dialog.hostView);
    try {
      return await dialog.instance.ask(question);
    } finally {
      dialog.destroy();
    }
  }
}
