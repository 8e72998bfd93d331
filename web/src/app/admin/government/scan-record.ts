import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, inject, input, resource } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../../api/client';
import { ColourBadge } from '../../ui/colour-badge';
import { InWords } from '../../ui/in-words';
import { ProblemNotice } from '../../ui/problem-notice';

/** 查看详情 (guide, chapter 2 (5) 2): everything about one passage. */
@Component({
  selector: 'app-scan-record',
  imports: [ColourBadge, DatePipe, InWords, MatButtonModule, ProblemNotice, RouterLink, TranslocoPipe],
  templateUrl: './scan-record.html',
  styleUrl: './scan-record.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ScanRecordPage {
  /** From the route. */
  readonly id = input.required<string>();
  private readonly api = inject(Api);
  protected readonly record = resource({
    params: () => this.id(),
    loader: ({ params: id }) => this.api.call('GET /api/scan-records/{id}', { path: { id } }),
  });
}
