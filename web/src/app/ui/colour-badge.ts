import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiAlertOctagon, mdiCheckCircle, mdiHelpCircleOutline } from '@mdi/js';
import { Icon } from './icon';

const ICONS: Record<string, string> = { green: mdiCheckCircle, orange: mdiAlertOctagon };

/** A colour is never alone: its icon has its own shape and its word stands beside it. */
@Component({
  selector: 'app-colour-badge',
  imports: [Icon, TranslocoPipe],
  template: `
    <app-icon [path]="icon()" [size]="size() === 'large' ? 36 : 20" />
    <span>{{ 'ui.colour.' + known() + '.name' | transloco }}</span>
    @if (size() === 'large') {
      <span class="verdict">{{ 'ui.colour.' + known() + '.verdict' | transloco }}</span>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      padding: 2px 12px 2px 8px;
      border-radius: 999px;
      font-weight: 600;
      background: var(--bm-ground);
      color: var(--bm-ink-soft);
    }
    :host(.green) {
      background: var(--bm-green-tint);
      color: #065f2c;
    }
    :host(.orange) {
      background: var(--bm-orange-tint);
      color: #8f3500;
    }
    :host(.large) {
      flex-wrap: wrap;
      gap: 4px 16px;
      max-width: 100%;
      white-space: normal;
      padding: 12px 22px 12px 14px;
      border-radius: 16px;
      font-size: 1.5rem;
      font-weight: 700;
      color: #fff;
      background: var(--bm-ink-soft);
    }
    :host(.large.green) {
      background: var(--bm-green);
    }
    :host(.large.orange) {
      background: var(--bm-orange);
    }
  `,
  host: {
    '[class.green]': "known() === 'green'",
    '[class.orange]': "known() === 'orange'",
    '[class.large]': "size() === 'large'",
  },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ColourBadge {
  readonly colour = input<string | null>();
  readonly size = input<'normal' | 'large'>('normal');
  protected readonly known = computed(() =>
    this.colour() === 'green' || this.colour() === 'orange' ? this.colour()! : 'unknown',
  );
  protected readonly icon = computed(() => ICONS[this.known()] ?? mdiHelpCircleOutline);
}
