import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiArrowRightCircleOutline } from '@mdi/js';
import { ColourWords, paintOf } from '../ui/colours';
import { Icon } from '../ui/icon';
import { InWords } from '../ui/in-words';
import { shanghaiMinute } from './shanghai';
import { ActiveCause } from './code-state';

/** Why the code has a colour that stands against the person: cause, source, dates, the rule's basis and the way back. */
@Component({
  selector: 'app-reasons',
  imports: [Icon, InWords, TranslocoPipe],
  template: `
    <h2>{{ 'resident.reasons.title' | transloco: { colour: colour().name | inWords } }}</h2>
    @for (cause of causes(); track $index) {
      <section>
        <h3>{{ cause.title | inWords }}</h3>
        <dl>
          <dt>{{ 'resident.reasons.source' | transloco }}</dt>
          <dd>{{ cause.source | inWords }}</dd>
          <dt>{{ 'resident.reasons.from' | transloco }}</dt>
          <dd class="date">{{ minute(cause.from) }}</dd>
          <dt>{{ 'resident.reasons.until' | transloco }}</dt>
          <dd class="date">{{ minute(cause.until) || ('resident.reasons.released' | transloco) }}</dd>
          <dt>{{ 'resident.reasons.basis' | transloco }}</dt>
          <dd>{{ cause.legalBasis | inWords }}</dd>
        </dl>
        <p class="way">
          <app-icon [path]="arrow" /><span
            ><strong>{{ 'resident.reasons.wayBack' | transloco }}</strong
            >{{ cause.wayBack | inWords }}</span
          >
        </p>
      </section>
    } @empty {
      <p>{{ (offline() ? 'resident.reasons.offline' : 'resident.reasons.none') | transloco }}</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 16px;
      padding: 20px;
      border: 1px solid var(--bm-line);
      border-top: 8px solid var(--colour);
      border-radius: var(--bm-radius);
      background: var(--bm-paper);
    }
    h2,
    h3,
    p,
    dl {
      margin: 0;
    }
    h2 {
      font-size: 1.375rem;
    }
    h3 {
      font-size: 1.1875rem;
    }
    section {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 12px;
    }
    section + section {
      padding-top: 16px;
      border-top: 1px solid var(--bm-line);
    }
    dl {
      display: grid;
      grid-template-columns: fit-content(45%) minmax(0, 1fr);
      gap: 6px 20px;
    }
    dt {
      color: var(--bm-ink-soft);
    }
    dd {
      margin: 0;
    }
    .date {
      font-variant-numeric: tabular-nums;
    }
    .way {
      display: flex;
      gap: 12px;
      padding: 14px;
      border-radius: var(--bm-radius-small);
      background: var(--bm-green-tint);
      color: #07401f;
    }
    .way span {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
    }
  `,
  host: { '[style.--colour]': 'paint().full' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Reasons {
  readonly colour = input.required<ColourWords>();
  readonly causes = input.required<readonly ActiveCause[]>();
  readonly offline = input(false);
  protected readonly paint = computed(() => paintOf(this.colour()));
  protected readonly arrow = mdiArrowRightCircleOutline;
  protected readonly minute = shanghaiMinute;
}
