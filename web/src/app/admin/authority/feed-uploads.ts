import { HttpEvent, HttpEventType } from '@angular/common/http';
import { DatePipe, DecimalPipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { firstValueFrom, lastValueFrom, tap } from 'rxjs';
import { ProblemNotice } from '../../ui/problem-notice';
import { AuthorityApi, Batch, BatchRow, Feed, Words } from './authority-api';

/** An operator hands in a feed's file and sees, row by row, what became of it. */
@Component({
  selector: 'app-feed-uploads',
  imports: [DatePipe, DecimalPipe, MatButtonModule, MatProgressBarModule, ProblemNotice, TranslocoPipe],
  templateUrl: './feed-uploads.html',
  styleUrls: ['../table.scss', './feed-uploads.scss'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FeedUploads {
  private readonly api = inject(AuthorityApi);
  private readonly transloco = inject(TranslocoService);
  protected readonly feeds = signal<Feed[] | undefined>(undefined);
  protected readonly feed = signal<Feed | undefined>(undefined);
  protected readonly batches = signal<Batch[]>([]);
  protected readonly next = signal<string | undefined>(undefined);
  protected readonly opened = signal<Batch | undefined>(undefined);
  protected readonly rows = signal<BatchRow[]>([]);
  protected readonly nextRows = signal<string | undefined>(undefined);
  /** Percent of the file sent, while one is under way. */
  protected readonly sent = signal<number | undefined>(undefined);
  protected readonly problem = signal<unknown>(undefined);

  constructor() {
    void this.guarded(async () => {
      const { items } = await firstValueFrom(this.api.feeds());
      this.feeds.set(items);
      if (items[0]) await this.choose(items[0]);
    });
  }

  protected word(words: Words): string {
    return this.transloco.getActiveLang() === 'en' ? words.en : words.zh;
  }

  protected async choose(feed: Feed): Promise<void> {
    this.feed.set(feed);
    this.opened.set(undefined);
    await this.load();
  }

  protected load(cursor?: string): Promise<void> {
    return this.guarded(async () => {
      const page = await firstValueFrom(this.api.batches(this.feed()!.key, cursor));
      this.batches.set([...(cursor ? this.batches() : []), ...page.items]);
      this.next.set(page.next);
    });
  }

  protected upload(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = '';
    if (!file) return Promise.resolve();
    return this.guarded(async () => {
      this.sent.set(0);
      const progress = tap((event: HttpEvent<Batch>) => {
        if (event.type === HttpEventType.UploadProgress && event.total) this.sent.set(Math.round((100 * event.loaded) / event.total));
      });
      const last = await lastValueFrom(this.api.upload(this.feed()!.key, file).pipe(progress));
      await this.load();
      if (last.type === HttpEventType.Response && last.body) await this.open(last.body);
    }).finally(() => this.sent.set(undefined));
  }

  protected open(batch: Batch, cursor?: string): Promise<void> {
    return this.guarded(async () => {
      this.opened.set(batch);
      const page = await firstValueFrom(this.api.rejectedRows(batch.id, cursor));
      this.rows.set([...(cursor ? this.rows() : []), ...page.items]);
      this.nextRows.set(page.next);
    });
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
