import { Signal, computed, signal } from '@angular/core';

/** A part of a list, and where the next one begins. */
export interface Part<Row> {
  readonly items: readonly Row[];
  readonly next?: string;
}

interface Source<Row, Filter> {
  readonly fetch: (filter: Filter, cursor: string | undefined) => Promise<Part<Row>>;
  readonly idOf: (row: Row) => string;
}

/**
 * A list that comes in parts: what it was asked with, the rows that came, where it goes on. Whatever the form says by then, "load more" goes on
 * with what was asked, and the answer to an earlier question is never shown under a later one.
 */
export class Listing<Row, Filter extends object> {
  private readonly asked = signal<Filter | undefined>(undefined);
  private readonly shown = signal<readonly Row[] | undefined>(undefined);
  private readonly cursor = signal<string | undefined>(undefined);
  private readonly loading = signal(0);
  private readonly failed = signal<unknown>(undefined);

  /** Nothing as long as no question was answered. */
  readonly rows: Signal<readonly Row[] | undefined> = this.shown.asReadonly();
  readonly hasMore = computed(() => this.cursor() !== undefined);
  readonly busy = computed(() => this.loading() > 0);
  readonly problem = this.failed.asReadonly();
  /** Something was asked for: that there is nothing may be because of it. */
  readonly narrowed = computed(() => Object.values(this.asked() ?? {}).some((value) => (value ?? '') !== ''));

  constructor(private readonly source: Source<Row, Filter>) {}

  idOf(row: Row): string {
    return this.source.idOf(row);
  }

  ask(filter: Filter): Promise<void> {
    this.asked.set(filter);
    return this.load(filter, undefined);
  }

  async more(): Promise<void> {
    const [filter, cursor] = [this.asked(), this.cursor()];
    if (filter && cursor && !this.busy()) await this.load(filter, cursor);
  }

  /** Rows of another question would look like the answer to this one. */
  clear(): void {
    this.asked.set(undefined);
    this.failed.set(undefined);
    this.empty();
  }

  /** Something is done to a row, one at a time; what was refused is said above the list. */
  async act(work: () => Promise<void>): Promise<void> {
    if (!this.busy()) await this.tried(work, () => true);
  }

  /** As it is now, in its place: whoever went through parts of a list does not want to begin again. A new one comes first. */
  put(now: Row): void {
    const id = this.idOf(now);
    this.shown.update((rows = []) =>
      rows.some((row) => this.idOf(row) === id)
        ? rows.map((row) => (this.idOf(row) === id ? now : row))
        : [now, ...rows],
    );
  }

  private async load(filter: Filter, cursor: string | undefined): Promise<void> {
    const isLatest = () => this.asked() === filter;
    await this.tried(async () => {
      const part = await this.source.fetch(filter, cursor).catch((error: unknown) => {
        if (isLatest() && cursor === undefined) this.empty();
        throw error;
      });
      if (!isLatest()) return;
      this.shown.update((before = []) => [...(cursor === undefined ? [] : before), ...part.items]);
      this.cursor.set(part.next);
    }, isLatest);
  }

  private async tried(work: () => Promise<void>, isWanted: () => boolean): Promise<void> {
    this.loading.update((count) => count + 1);
    this.failed.set(undefined);
    try {
      await work();
    } catch (error) {
      if (isWanted()) this.failed.set(error);
    } finally {
      this.loading.update((count) => count - 1);
    }
  }

  private empty(): void {
    this.shown.set(undefined);
    this.cursor.set(undefined);
  }
}
