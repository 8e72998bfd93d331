import { ChangeDetectionStrategy, Component } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiPhoneOutline } from '@mdi/js';
import { Icon } from './icon';

/** The hotlines of the official guide. */
const HOTLINES = [
  { key: 'application', number: '0591-62623951' },
  { key: 'support', number: '400-1033-673' },
  { key: 'organizations', number: '0591-86303856' },
] as const;

@Component({
  selector: 'app-hotlines',
  imports: [Icon, TranslocoPipe],
  template: `
    <h2><app-icon [path]="phone" [size]="20" />{{ 'ui.hotlines.title' | transloco }}</h2>
    <ul>
      @for (line of hotlines; track line.key) {
        <li>
          <span>{{ 'ui.hotlines.' + line.key | transloco }}</span><a [href]="'tel:' + line.number">{{ line.number }}</a>
        </li>
      }
    </ul>
    <p>{{ 'ui.hotlines.hours' | transloco }}</p>
  `,
  styles: `
    :host {
      display: block;
    }
    h2 {
      display: flex;
      align-items: center;
      gap: 8px;
      margin: 0 0 4px;
      font-size: 1.0625rem;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 0 16px;
      border-bottom: 1px solid var(--bm-line);
    }
    a {
      display: inline-flex;
      min-width: 0;
      align-items: center;
      min-height: var(--bm-target);
      font-weight: 600;
      font-variant-numeric: tabular-nums;
    }
    p {
      margin: 8px 0 0;
      color: var(--bm-ink-soft);
      font-size: 0.9375rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Hotlines {
  protected readonly hotlines = HOTLINES;
  protected readonly phone = mdiPhoneOutline;
}
