import { DatePipe, DecimalPipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, DestroyRef, Injector, computed, inject, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { Subject, takeUntil } from 'rxjs';
import { Api } from '../../api/client';
import { Answer, Item } from '../../api/contract';
import { Problem, problemOf } from '../../api/problem';
import { Uploads } from '../../api/uploads';
import { Confirmation } from '../../ui/dialog/confirmation';
import { focusOn } from '../../ui/focus-on';
import { InWords } from '../../ui/in-words';
import { Operation, OperationProgress, hasEnded } from '../../ui/operation-progress';
import { ProblemNotice } from '../../ui/problem-notice';
import { UnsavedWork } from '../../ui/unsaved-work';
import { SendingKeys } from './sending-keys';

export type Feed = Item<'GET /api/feeds'>;
export type Batch = Item<'GET /api/feeds/{feed}/batches'>;
export type BatchRow = Item<'GET /api/batches/{id}/rows'>;

/** Facts of a refusal that say where to look in the file. */
const PLACES = ['rows', 'line', 'column', 'missing', 'twice', 'feed'];
/** A file that was chosen, and what its sending is called however often it is tried. */
interface Chosen {
  readonly feed: Feed;
  readonly file: File;
  readonly key: string;
}

/** While a file is being worked at, the list shows how far. */
const LOOK_AGAIN_MS = 3000;

/** An operator hands in a feed's file and sees, row by row, what became of it. */
@Component({
  selector: 'app-feed-uploads',
  imports: [
    DatePipe,
    DecimalPipe,
    InWords,
    MatButtonModule,
    MatProgressBarModule,
    OperationProgress,
    ProblemNotice,
    TranslocoPipe,
  ],
  templateUrl: './feed-uploads.html',
  styleUrls: ['../list-page.scss', './feed-uploads.scss'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FeedUploads {
  private readonly api = inject(Api);
  private readonly uploads = inject(Uploads);
  private readonly keys = inject(SendingKeys);
  private readonly transloco = inject(TranslocoService);
  private readonly confirmation = inject(Confirmation);
  private readonly injector = inject(Injector);
  private readonly stopped = new Subject<void>();
  protected readonly feeds = signal<Feed[] | undefined>(undefined);
  protected readonly feed = signal<Feed | undefined>(undefined);
  protected readonly batches = signal<Batch[]>([]);
  protected readonly next = signal<string | undefined>(undefined);
  protected readonly opened = signal<Batch | undefined>(undefined);
  protected readonly rows = signal<BatchRow[]>([]);
  protected readonly nextRows = signal<string | undefined>(undefined);
  /** The file under way, and how many of its bytes have left. */
  protected readonly sending = signal<{ name: string; sent: number; total: number } | undefined>(undefined);
  /** No answer came: it may have been taken all the same, and sending it again finds out. */
  protected readonly unanswered = signal<Chosen | undefined>(undefined);
  /** All bytes have left, no answer yet: the last rows are being read. */
  protected readonly reading = computed(() => {
    const file = this.sending();
    return file !== undefined && file.sent >= file.total;
  });
  protected readonly percent = computed(() => {
    const file = this.sending();
    return file && file.total > 0 ? Math.floor((100 * file.sent) / file.total) : 0;
  });
  /** What is being applied, begun here or elsewhere; the file that this page sends shows its bytes instead. */
  protected readonly underWay = computed(() =>
    this.batches().filter(
      (batch) => !hasEnded({ state: batch.status }) && !(this.sending() && batch.status === 'received'),
    ),
  );
  /** Name of the file whose operation was cancelled last. */
  protected readonly cancelled = signal<string | undefined>(undefined);
  protected readonly problem = signal<unknown>(undefined);
  /** Of a refused file: which line, which columns. */
  protected readonly refusedAt = computed(() =>
    this.problem() === undefined ? [] : this.places(problemOf(this.problem()).facts),
  );

  constructor() {
    const page = inject(DestroyRef);
    inject(UnsavedWork).register({ isOpen: () => this.sending() !== undefined, discard: () => this.stop() }, page);
    const timer = setInterval(() => void this.lookAgain(), LOOK_AGAIN_MS);
    page.onDestroy(() => clearInterval(timer));
    void this.guarded(async () => {
      await this.loadFeeds();
      const feed = await this.firstToShow(this.feeds() ?? []);
      if (feed) await this.choose(feed);
    });
  }

  protected places(facts: Readonly<Record<string, unknown>> = {}): { key: string; value: unknown }[] {
    return PLACES.filter((key) => facts[key] !== undefined).map((key) => ({ key, value: facts[key] }));
  }

  /** `就诊日期（visit_date）`: as clerks call it, and as programs do. */
  protected called(column = ''): string {
    const name = this.feed()?.columnNames.find((one) => one.column === column)?.names[0];
    return name ? `${name}（${column}）` : column;
  }

  protected async choose(feed: Feed): Promise<void> {
    this.feed.set(feed);
    this.opened.set(undefined);
    await this.load();
  }

  protected load(cursor?: string): Promise<void> {
    return this.guarded(() => this.loadBatches(cursor));
  }

  protected async upload(feed: Feed, input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = '';
    if (file) await this.handIn({ feed, file, key: this.keys.of(feed.key, file) });
  }

  protected handIn(chosen: Chosen): Promise<void> {
    const { feed, file } = chosen;
    if (this.feed()?.key !== feed.key) this.batches.set([]);
    this.feed.set(feed);
    this.opened.set(undefined);
    this.rows.set([]);
    this.unanswered.set(undefined);
    this.cancelled.set(undefined);
    this.sending.set({ name: file.name, sent: 0, total: file.size });
    return this.guarded(async () => {
      const taken = await this.send(chosen).catch((error: unknown) => {
        this.problem.set(error);
        if (mayHaveArrived(problemOf(error))) this.unanswered.set(chosen);
        return undefined;
      });
      if (!this.unanswered()) this.keys.answered();
      // Refused or not, the list has one more, and the data may be newer. The next file waits for that.
      await this.afterwards(taken);
    }).finally(() => this.sending.set(undefined));
  }

  /** What was cancelled is gone from the page with its button: the page says so, and the keyboard goes on there. */
  protected async ended({ id, state }: Operation): Promise<void> {
    await this.guarded(() => this.afterwards(id));
    if (state !== 'cancelled') return;
    this.cancelled.set(this.batches().find((batch) => batch.id === id)?.fileName);
    focusOn('cancelled', this.injector);
  }

  protected open(batch: Batch, cursor?: string): Promise<void> {
    return this.guarded(() => this.show(batch, cursor));
  }

  /** Whatever had not arrived is not taken. @returns whether the operator agrees */
  private async stop(): Promise<boolean> {
    const word = (key: string) => this.transloco.translate(`admin.feeds.leave.${key}`);
    const question = { title: word('title'), text: word('text'), confirm: word('action'), danger: true };
    if (!(await this.confirmation.agreed(question))) return false;
    this.stopped.next();
    this.sending.set(undefined);
    return true;
  }

  /** Files that others hand in meanwhile, and those of which this page only sees the end. */
  private async lookAgain(): Promise<void> {
    if (!this.feed() || !this.batches().some(({ status }) => !hasEnded({ state: status }))) return;
    const page = await this.page(this.feed()!).catch(() => undefined); // Next time, perhaps.
    if (!page) return;
    const fresh = new Map(page.items.map((batch) => [batch.id, batch]));
    const ended = this.underWay().find(({ id }) => hasEnded({ state: fresh.get(id)?.status ?? 'received' }));
    this.batches.set([...page.items, ...this.batches().filter(({ id }) => !fresh.has(id))]);
    // Its progress is gone from the page and cannot say so any more.
    if (ended) await this.guarded(() => this.afterwards(ended.id));
  }

  /** @returns the id of what was handed in */
  private async send({ feed, file, key }: Chosen): Promise<string | undefined> {
    const asked = { path: { feed: feed.key } };
    const steps = this.uploads.send('POST /api/feeds/{feed}/batches', file, asked, key);
    let id: string | undefined;
    await steps.pipe(takeUntil(this.stopped)).forEach((step) => {
      if ('sent' in step) this.sending.set({ name: file.name, ...step });
      else id = step.answer.id;
    });
    return id;
  }

  /** The data may be newer; and of what is applied, small files already by now, somebody wants to know which rows were wrong. */
  private async afterwards(id: string | undefined): Promise<void> {
    await Promise.all([this.loadFeeds(), this.loadBatches()]);
    const batch = this.batches().find((one) => one.id === id);
    if (batch?.status === 'applied') await this.show(batch);
  }

  /** Whoever comes back while a file is being applied finds it. */
  private async firstToShow(feeds: readonly Feed[]): Promise<Feed | undefined> {
    const pages = await Promise.all(feeds.map((feed) => this.page(feed)));
    const busy = feeds.find((_, index) => pages[index]!.items.some(({ status }) => !hasEnded({ state: status })));
    return busy ?? feeds[0];
  }

  private async show(batch: Batch, cursor?: string): Promise<void> {
    this.opened.set(batch);
    if (!cursor) this.rows.set([]);
    const asked = { path: { id: batch.id }, query: { result: 'rejected', cursor } } as const;
    const page = await this.api.call('GET /api/batches/{id}/rows', asked);
    this.rows.set([...this.rows(), ...page.items]);
    this.nextRows.set(page.next);
  }

  private async loadFeeds(): Promise<void> {
    const { items } = await this.api.call('GET /api/feeds');
    this.feeds.set(items);
  }

  private async loadBatches(cursor?: string): Promise<void> {
    const page = await this.page(this.feed()!, cursor);
    this.batches.set([...(cursor ? this.batches() : []), ...page.items]);
    this.next.set(page.next);
  }

  private page(feed: Feed, cursor?: string): Promise<Answer<'GET /api/feeds/{feed}/batches'>> {
    return this.api.call('GET /api/feeds/{feed}/batches', { path: { feed: feed.key }, query: { cursor } });
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

/** Not refused: the answer was lost on its way, or the first sending is not through yet. */
function mayHaveArrived({ offline, status, code }: Problem): boolean {
  return offline || status >= 500 || code === 'OPERATION.UNDER_WAY';
}
