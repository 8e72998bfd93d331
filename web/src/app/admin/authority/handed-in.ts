import { computed, signal } from '@angular/core';
import type { Answer, Item } from '../../api/contract';
import { hasEnded } from '../../ui/operation-progress';

export type Batch = Item<'GET /api/feeds/{feed}/batches'>;
type Part = Answer<'GET /api/feeds/{feed}/batches'>;

/** The files of one feed, newest first, as far as somebody asked for them. They are known of every feed, whichever one the page shows. */
export class HandedIn {
  private readonly shown = signal<readonly Batch[] | undefined>(undefined);
  private readonly cursor = signal<string | undefined>(undefined);
  private asked = 0;
  private answered = 0;

  /** Nothing as long as no answer came: then nobody can say that there are none. */
  readonly batches = this.shown.asReadonly();
  readonly next = this.cursor.asReadonly();
  readonly underWay = computed(() => (this.shown() ?? []).filter(({ status }) => !hasEnded({ state: status })));

  constructor(private readonly page: (cursor?: string) => Promise<Part>) {}

  /** The newest ones as they are now; those below, which somebody went down to, stay. An answer that comes after one to a later question says nothing new. */
  async refresh(): Promise<void> {
    const question = ++this.asked;
    const { items, next } = await this.page();
    if (question < this.answered) return;
    this.answered = question;
    const known = this.shown() ?? [];
    const fresh = new Set(items.map(({ id }) => id));
    const follows = known.some(({ id }) => fresh.has(id)); // Else there may be a gap.
    this.shown.set([...items, ...(follows ? known.filter(({ id }) => !fresh.has(id)) : [])]);
    if (!follows) this.cursor.set(next);
  }

  async more(): Promise<void> {
    const cursor = this.cursor();
    if (!cursor) return;
    const { items, next } = await this.page(cursor);
    const known = new Set(this.shown()?.map(({ id }) => id));
    this.shown.update((before = []) => [...before, ...items.filter(({ id }) => !known.has(id))]);
    this.cursor.set(next);
  }
}
