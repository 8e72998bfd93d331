import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { ColourWords, paintOf, signOf } from './colours';
import { Icon } from './icon';
import { InWords } from './in-words';

/** A colour is never alone: its sign has its own shape and its word stands beside it. */
@Component({
  selector: 'app-colour-badge',
  imports: [Icon, InWords, TranslocoPipe],
  template: `
    <app-icon [path]="sign()" [size]="size() === 'large' ? 36 : 20" />
    @if (colour(); as known) {
      <span>{{ known.name | inWords }}</span>
      @if (size() === 'large') {
        <span class="verdict">{{ known.verdict | inWords }}</span>
      }
    } @else {
      <span>{{ 'ui.colour.unknown.name' | transloco }}</span>
      @if (size() === 'large') {
        <span class="verdict">{{ 'ui.colour.unknown.verdict' | transloco }}</span>
      }
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
    }
  `,
  host: {
    '[class.large]': "size() === 'large'",
    '[style.background]': "size() === 'large' ? paint().full : paint().tint",
    '[style.color]': "size() === 'large' ? '#fff' : paint().ink",
  },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ColourBadge {
  readonly colour = input<ColourWords | null>();
  readonly size = input<'normal' | 'large'>('normal');
  protected readonly sign = computed(() => signOf(this.colour()));
  protected readonly paint = computed(() => paintOf(this.colour()));
}
