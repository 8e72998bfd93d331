import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { ColourBadge } from '../ui/colour-badge';
import { isClear, PaintOf } from '../ui/colours';
import { InWords } from '../ui/in-words';
import { ScanResult } from './scan-attempts';

/** What the scanner needs to see (guide, chapter 4, step 4 C), most important first, readable at arm's length. */
@Component({
  selector: 'app-scan-result-card',
  imports: [ColourBadge, DatePipe, InWords, PaintOf, TranslocoPipe],
  templateUrl: './scan-result-card.html',
  styleUrl: './scan-result-card.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ScanResultCard {
  readonly result = input.required<ScanResult>();
  protected readonly isClear = isClear;

  protected readonly lateFeeds = computed(() => (this.result().dataAsOf ?? []).filter((feed) => feed.late));
  protected readonly oldest = computed(
    () =>
      (this.result().dataAsOf ?? [])
        .map((feed) => feed.asOf)
        .filter((asOf) => asOf !== undefined)
        .sort()[0],
  );
}
