import { Injectable, computed, inject, signal } from '@angular/core';
import { Subject, takeUntil } from 'rxjs';
import { Problem, problemOf } from '../../api/problem';
import { Uploads } from '../../api/uploads';
import { SessionStore } from '../../session/session-store';
import { SendingKeys } from './sending-keys';

/** A file that was chosen for a feed, and what its sending is called however often it is tried. */
export interface Chosen {
  /** Who chose it. */
  readonly by: string | undefined;
  readonly feed: string;
  readonly file: File;
  readonly key: string;
}

interface Leaving {
  readonly by: string | undefined;
  readonly feed: string;
  readonly name: string;
  readonly sent: number;
  readonly total: number;
}

/** One file at a time leaves this tab. Whoever has to sign in again meanwhile finds it still leaving; somebody else does not. */
@Injectable()
export class FileSending {
  private readonly uploads = inject(Uploads);
  private readonly keys = inject(SendingKeys);
  private readonly session = inject(SessionStore).session;
  private readonly stopped = new Subject<void>();
  private readonly leaving = signal<Leaving | undefined>(undefined);
  private readonly lost = signal<Chosen | undefined>(undefined);

  /** The file under way, and how many of its bytes have left. */
  readonly current = computed(() => this.own(this.leaving()));
  /** No answer came: it may have been taken all the same, and sending it again finds out. */
  readonly unanswered = computed(() => this.own(this.lost()));
  /** All bytes have left, no answer yet: the last rows are being read. */
  readonly reading = computed(() => {
    const file = this.current();
    return file !== undefined && file.sent >= file.total;
  });
  readonly percent = computed(() => {
    const { sent = 0, total = 0 } = this.current() ?? {};
    return total > 0 ? Math.floor((100 * sent) / total) : 0;
  });

  chosen(feed: string, file: File): Chosen {
    return { by: this.session()?.accountId, feed, file, key: this.keys.of(feed, file) };
  }

  /** @returns the id of what was taken; nothing when it was broken off. @throws what it was refused for, or that nobody answered */
  async send(chosen: Chosen): Promise<string | undefined> {
    const { by, feed, file, key } = chosen;
    const leaving = { by, feed, name: file.name };
    let id: string | undefined;
    if (!this.current()) this.stop(); // What somebody else began here.
    this.lost.set(undefined);
    this.leaving.set({ ...leaving, sent: 0, total: file.size });
    try {
      const steps = this.uploads.send('POST /api/feeds/{feed}/batches', file, { path: { feed } }, key);
      await steps.pipe(takeUntil(this.stopped)).forEach((step) => {
        if ('sent' in step) this.leaving.set({ ...leaving, ...step });
        else id = step.answer.id;
      });
    } catch (error) {
      if (mayHaveArrived(problemOf(error))) this.lost.set(chosen);
      throw error;
    } finally {
      if (!this.lost()) this.keys.answered();
      this.leaving.set(undefined);
    }
    return id;
  }

  /** Whatever had not arrived is not taken. */
  stop(): void {
    this.stopped.next();
  }

  private own<T extends { readonly by: string | undefined }>(one: T | undefined): T | undefined {
    return one?.by === this.session()?.accountId ? one : undefined;
  }
}

/** Not refused: the answer was lost on its way, or the first sending is not through yet. */
function mayHaveArrived({ offline, status, code }: Problem): boolean {
  return offline || status >= 500 || code === 'OPERATION.UNDER_WAY';
}
