import { DatePipe, DecimalPipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, inject, resource } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../../api/client';
import { PaintOf } from '../../ui/colours';
import { InWords } from '../../ui/in-words';
import { ProblemNotice } from '../../ui/problem-notice';

/** The unit's home page: today in figures, from the projection, with the moment they are as of. */
@Component({
  selector: 'app-unit-home',
  imports: [DatePipe, DecimalPipe, InWords, MatButtonModule, PaintOf, ProblemNotice, RouterLink, TranslocoPipe],
  templateUrl: './unit-home.html',
  styleUrl: './unit-home.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UnitHome {
  private readonly api = inject(Api);
  protected readonly organization = resource({ loader: () => this.api.call('GET /api/organization') });
  protected readonly day = resource({ loader: () => this.api.call('GET /api/unit-day') });

  protected readonly figures = computed(() => {
    const day = this.day.hasValue() ? this.day.value() : undefined;
    return day
      ? (['scans', 'passages', 'abnormalTemperature', 'refused'] as const).map((key) => ({ key, count: day[key] }))
      : [];
  });

  /** Bars as a share of the busiest hour, in percent. */
  protected readonly hours = computed(() => {
    const byHour = this.day.hasValue() ? this.day.value().byHour : [];
    const busiest = Math.max(1, ...byHour);
    return byHour.map((count, hour) => ({ hour, count, share: (count / busiest) * 100 }));
  });
}
