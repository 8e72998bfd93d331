import { DatePipe, DecimalPipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, DestroyRef, Injector, computed, inject, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { Api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { Confirmation } from '../../ui/dialog/confirmation';
import { focusOn } from '../../ui/focus-on';
import { InWords } from '../../ui/in-words';
import { Operation, OperationProgress, hasEnded } from '../../ui/operation-progress';
import { ProblemNotice } from '../../ui/problem-notice';
import { UnsavedWork } from '../../ui/unsaved-work';
import { Feed, FeedColumns } from './feed-columns';
import { Chosen, FileSending } from './file-sending';
import { Batch, HandedIn } from './handed-in';
import { ProblemRows } from './problem-rows';

/** Facts of a refusal that say where to look in the file. */
const PLACES = ['rows', 'line', 'column', 'missing', 'twice', 'feed'];
/** While a file is being worked at, the list shows how far. */
const LOOK_AGAIN_MS = 3000;

/** An operator hands in a feed's file and sees, row by row, what became of it. */
@Component({
  selector: 'app-feed-uploads',
  imports: [
    DatePipe,
    DecimalPipe,
    FeedColumns,
    InWords,
    MatButtonModule,
    MatProgressBarModule,
    OperationProgress,
    ProblemNotice,
    ProblemRows,
    TranslocoPipe,
  ],
  templateUrl: './feed-uploads.html',
  styleUrls: ['../list-page.scss', './feed-uploads.scss'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FeedUploads {
  private readonly api = inject(Api);
  private readonly transloco = inject(TranslocoService);
  private readonly confirmation = inject(Confirmation);
  private readonly injector = inject(Injector);
  protected readonly sending = inject(FileSending);
  protected readonly feeds = signal<Feed[] | undefined>(undefined);
  /** By feed. */
  private readonly files = signal<ReadonlyMap<string, HandedIn>>(new Map());
  private readonly shown = signal<string | undefined>(undefined);
  protected readonly feed = computed(() => this.feeds()?.find(({ key }) => key === this.shown()));
  protected readonly handedIn = computed(() => this.files().get(this.shown() ?? ''));
  /** The file whose rows the operator asked for: it stays, whatever else ends meanwhile. */
  private readonly wanted = signal<string | undefined>(undefined);
  private readonly appliedLast = signal<string | undefined>(undefined);
  protected readonly opened = computed(() => this.batch(this.wanted() ?? this.appliedLast()));
  protected readonly columnsOfOpened = computed(
    () => this.feeds()?.find(({ key }) => key === this.opened()?.feed)?.columns ?? [],
  );
  /** Of all feeds, begun here or elsewhere. */
  private readonly unfinished = computed(() => [...this.files().values()].flatMap((files) => files.underWay()));
  /** What the operator ended last: a file that was leaving, or an operation. */
  protected readonly ended = signal<{ how: 'stopped' | 'cancelled'; feed: string; name: string } | undefined>(
    undefined,
  );
  /** Those that show how far they are; one that leaves this page shows its bytes instead. The server notices a little later that it was stopped. */
  protected readonly underWay = computed(() => {
    const mine = this.sending.current() ?? this.ended();
    return this.unfinished().filter(
      ({ status, feed, fileName }) => status !== 'received' || feed !== mine?.feed || fileName !== mine.name,
    );
  });
  protected readonly problem = signal<unknown>(undefined);
  /** Of a refused file: which line, which columns. */
  protected readonly refusedAt = computed(() =>
    this.problem() === undefined ? [] : this.places(problemOf(this.problem()).facts),
  );

  constructor() {
    const page = inject(DestroyRef);
    inject(UnsavedWork).register(
      { isOpen: () => this.sending.current() !== undefined, discard: () => this.mayBreakOff() },
      page,
    );
    const timer = setInterval(() => void this.lookAgain(), LOOK_AGAIN_MS);
    page.onDestroy(() => clearInterval(timer));
    void this.guarded(() => this.begin());
  }

  protected places(facts: Readonly<Record<string, unknown>> = {}): { key: string; value: unknown }[] {
    return PLACES.filter((key) => facts[key] !== undefined).map((key) => ({ key, value: facts[key] }));
  }

  protected choose({ key }: Feed): Promise<void> {
    this.show(key);
    return this.guarded(() => this.handedIn()!.refresh());
  }

  protected more(list: HandedIn): Promise<void> {
    return this.guarded(() => list.more());
  }

  protected open({ id }: Batch): void {
    this.wanted.set(id);
  }

  protected async upload({ key }: Feed, input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = '';
    if (file) await this.handIn(this.sending.chosen(key, file));
  }

  protected handIn(chosen: Chosen): Promise<void> {
    this.show(chosen.feed);
    this.ended.set(undefined);
    return this.guarded(async () => {
      const taken = await this.sending.send(chosen).catch((error: unknown) => {
        this.problem.set(error);
        focusOn('refused', this.injector); // The button that sent it again may be gone.
        return undefined;
      });
      // Refused or not, the list has one more, and the data may be newer.
      await this.afterwards(chosen.feed, taken);
    });
  }

  /** The button is gone with the file: the page says so, and the keyboard goes on there. */
  protected breakOff({ feed, name }: { feed: string; name: string }): void {
    this.sending.stop();
    this.sayEnded({ how: 'stopped', feed, name });
  }

  /** What was cancelled is gone from the page with its button, too. */
  protected async operationEnded({ id, state }: Operation): Promise<void> {
    const { feed, fileName } = this.batch(id)!;
    await this.afterwards(feed, id).catch(() => undefined); // The next look tells.
    if (state === 'cancelled') this.sayEnded({ how: 'cancelled', feed, name: fileName });
  }

  private sayEnded(what: { how: 'stopped' | 'cancelled'; feed: string; name: string }): void {
    this.ended.set(what);
    focusOn('ended', this.injector);
  }

  /** @returns whether the operator agrees */
  private async mayBreakOff(): Promise<boolean> {
    const word = (key: string) => this.transloco.translate(`admin.feeds.leave.${key}`);
    const question = { title: word('title'), text: word('text'), confirm: word('action'), danger: true };
    if (!(await this.confirmation.agreed(question))) return false;
    this.sending.stop();
    return true;
  }

  /** Whoever comes back while a file is leaving or being applied finds it. */
  private async begin(): Promise<void> {
    await this.loadFeeds();
    const feeds = this.feeds()!.map(({ key }) => key);
    const page = (feed: string, cursor?: string) =>
      this.api.call('GET /api/feeds/{feed}/batches', { path: { feed }, query: { cursor } });
    this.files.set(new Map(feeds.map((feed) => [feed, new HandedIn((cursor) => page(feed, cursor))])));
    await Promise.all([...this.files().values()].map((files) => files.refresh()));
    const busy = this.sending.current()?.feed ?? this.unfinished()[0]?.feed;
    this.shown.set(busy ?? feeds[0]);
  }

  /** What this page or others began, and of which it may only see the end. */
  private async lookAgain(): Promise<void> {
    const before = this.unfinished();
    const feeds = new Set([...before.map(({ feed }) => feed), this.sending.current()?.feed]);
    const files = [...this.files()].filter(([feed]) => feeds.has(feed)).map(([, one]) => one);
    await Promise.all(files.map((one) => one.refresh().catch(() => undefined))); // Next time, perhaps.
    // Its progress is gone from the page and cannot say so any more.
    const over = before.filter(({ id }) => hasEnded({ state: this.batch(id)?.status ?? 'received' }));
    for (const { id } of over) this.showIfApplied(id);
    if (over.length > 0) await this.loadFeeds().catch(() => undefined);
  }

  /** The data may be newer; a small file is applied already by now. */
  private async afterwards(feed: string, id: string | undefined): Promise<void> {
    await Promise.all([this.loadFeeds(), this.files().get(feed)?.refresh()]);
    this.showIfApplied(id);
  }

  /** Somebody wants to know which of its rows were wrong. */
  private showIfApplied(id: string | undefined): void {
    if (this.batch(id)?.status === 'applied') this.appliedLast.set(id);
  }

  /** Another feed, or another file of it: whatever was looked at is done with. */
  private show(feed: string): void {
    this.shown.set(feed);
    this.wanted.set(undefined);
    this.appliedLast.set(undefined);
  }

  private batch(id: string | undefined): Batch | undefined {
    for (const files of this.files().values()) {
      const batch = files.batches()?.find((one) => one.id === id);
      if (batch) return batch;
    }
    return undefined;
  }

  private async loadFeeds(): Promise<void> {
    const { items } = await this.api.call('GET /api/feeds');
    this.feeds.set(items);
  }

  private async guarded(work: () => Promise<void>): Promise<void> {
    this.problem.set(undefined);
    try {
      await work();
    } catch (error) {
      this.problem.set(error);
    }
  }
}
