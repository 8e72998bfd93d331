import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { ColourBadge } from '../ui/colour-badge';
import { ScanResult, Words } from './scanner-api';

/** What the scanner needs to see (guide, chapter 4, step 4 C), most important first, readable at arm's length. */
@Component({
  selector: 'app-scan-result-card',
  imports: [ColourBadge, DatePipe, TranslocoPipe],
  templateUrl: './scan-result-card.html',
  styleUrl: './scan-result-card.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ScanResultCard {
  readonly result = input.required<ScanResult>();
  private readonly transloco = inject(TranslocoService);

  protected readonly lateFeeds = computed(() => (this.result().dataAsOf ?? []).filter((feed) => feed.late));
  protected readonly oldest = computed(
    () =>
      (this.result().dataAsOf ?? [])
        .map((feed) => feed.asOf)
        .filter((asOf) => asOf !== undefined)
        .sort()[0],
  );

  protected word(words: Words): string {
    return this.transloco.getActiveLang() === 'en' ? words.en : words.zh;
  }
}
