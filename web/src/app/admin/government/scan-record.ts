import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { ColourBadge } from '../../ui/colour-badge';
import { ProblemNotice } from '../../ui/problem-notice';
import { GovernmentApi, Words } from './government-api';

/** 查看详情 (guide, chapter 2 (5) 2): everything about one passage. */
@Component({
  selector: 'app-scan-record',
  imports: [ColourBadge, DatePipe, MatButtonModule, ProblemNotice, RouterLink, TranslocoPipe],
  templateUrl: './scan-record.html',
  styleUrl: './scan-record.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ScanRecordPage {
  /** From the route. */
  readonly id = input.required<string>();
  private readonly api = inject(GovernmentApi);
  private readonly transloco = inject(TranslocoService);
  protected readonly record = rxResource({
    params: () => this.id(),
    stream: ({ params }) => this.api.scanRecord(params),
  });

  protected word(words: Words): string {
    return this.transloco.getActiveLang() === 'en' ? words.en : words.zh;
  }
}
