import { DatePipe, DecimalPipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { ProblemNotice } from '../../ui/problem-notice';
import { GovernmentApi } from './government-api';

/** The unit's home page: today in figures, from the projection, with the moment they are as of. */
@Component({
  selector: 'app-unit-home',
  imports: [DatePipe, DecimalPipe, MatButtonModule, ProblemNotice, RouterLink, TranslocoPipe],
  templateUrl: './unit-home.html',
  styleUrl: './unit-home.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UnitHome {
  private readonly api = inject(GovernmentApi);
  protected readonly organization = rxResource({ stream: () => this.api.organization() });
  protected readonly day = rxResource({ stream: () => this.api.unitDay() });

  protected readonly figures = computed(() => {
    const day = this.day.hasValue() ? this.day.value() : undefined;
    return day
      ? (['scans', 'green', 'orange', 'passages', 'abnormalTemperature', 'refused'] as const).map((key) => ({
          key,
          count: day[key],
        }))
      : [];
  });

  /** Bars as a share of the busiest hour, in percent. */
  protected readonly hours = computed(() => {
    const byHour = this.day.hasValue() ? this.day.value().byHour : [];
    const busiest = Math.max(1, ...byHour);
    return byHour.map((count, hour) => ({ hour, count, share: (count / busiest) * 100 }));
  });
}
