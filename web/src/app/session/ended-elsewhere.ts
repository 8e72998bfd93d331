import { Injectable, inject } from '@angular/core';
import { Router } from '@angular/router';
import { parsedAs } from '../api/browser-storage';
import { isRemembered, REMEMBERED, SessionStore } from './session-store';

/** All tabs share one session. One that signs out, or in as somebody else, takes the others along: what they show is no longer theirs. */
@Injectable({ providedIn: 'root' })
export class EndedElsewhere {
  private readonly store = inject(SessionStore);
  private readonly router = inject(Router);

  watch(): void {
    addEventListener('storage', ({ key, newValue }) => {
      if ((key === REMEMBERED || key === null) && this.store.session()) this.changed(newValue);
    });
  }

  private changed(now: string | null): void {
    const mine = this.store.session()!;
    const theirs = parsedAs(now, isRemembered);
    if (theirs?.accountId === mine.accountId && theirs.capacity.id === mine.capacity.id) return;
    this.store.leave();
    void this.router.navigateByUrl(theirs ? '/' : '/login');
  }
}
