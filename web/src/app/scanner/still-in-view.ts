import { Injectable } from '@angular/core';

/**
 * A phone that was looked at and is still held before the camera shows a new picture of the same code every 30 seconds. It is not looked
 * at again before it has been out of view for a while; who takes it away and shows it again is.
 */
export const OUT_OF_VIEW_MS = 3000;
/** While no camera looks (a result, another page) nobody knows whether the phone was taken away; after this long somebody else's turn has come. */
const UNWATCHED_MS = 60_000;

/** In the text of a code what stands before these many characters ends with the credential's id (docs/token-format.md: 64 bytes after `BM1:`). */
const UP_TO_CREDENTIAL_ID = 4 + 96;

/** Outlives the pages: who leaves the scanner's page and comes back finds the same person standing there. */
@Injectable({ providedIn: 'root' })
export class StillInView {
  private handled: { readonly code: string; lastSeen: number } | undefined;

  /** @param at milliseconds of a clock that never jumps (`performance.now`) */
  handle(text: string, at: number): void {
    this.handled = { code: codeOf(text), lastSeen: at };
  }

  /** A camera was opened: from now on it can be seen whether the phone is still there. */
  watch(at: number): void {
    const { handled } = this;
    if (handled && at - handled.lastSeen < UNWATCHED_MS) handled.lastSeen = at;
  }

  /** Whether this picture is of the person just looked at, still standing there. */
  sees(text: string, at: number): boolean {
    const { handled } = this;
    if (!handled || handled.code !== codeOf(text)) return false;
    const stayed = at - handled.lastSeen < OUT_OF_VIEW_MS;
    if (stayed) handled.lastSeen = at;
    else this.handled = undefined;
    return stayed;
  }
}

function codeOf(text: string): string {
  return text.startsWith('BM1:') ? text.slice(0, UP_TO_CREDENTIAL_ID) : text;
}
