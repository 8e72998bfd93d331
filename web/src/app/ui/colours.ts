import { Directive, computed, input } from '@angular/core';
import { mdiAlertOctagon, mdiCheckCircle, mdiHelpCircleOutline } from '@mdi/js';
import { Answer } from '../api/contract';

/** A colour as the server sends it: key, severity, words in both languages, sign. Which ones there are, it alone knows. */
export type ColourWords = Answer<'GET /api/code'>['colourWords'];

interface Paint {
  readonly full: string;
  readonly tint: string;
  readonly ink: string;
}

/** What has a paint of its own here, every other colour is grey: better no colour than a wrong one. */
const PAINTS: Readonly<Record<string, Paint>> = {
  green: { full: 'var(--bm-green)', tint: 'var(--bm-green-tint)', ink: '#065f2c' },
  orange: { full: 'var(--bm-orange)', tint: 'var(--bm-orange-tint)', ink: '#8f3500' },
};
const NO_PAINT: Paint = { full: 'var(--bm-ink-soft)', tint: 'var(--bm-ground)', ink: 'var(--bm-ink-soft)' };

const SIGNS: Readonly<Record<string, string>> = { passed: mdiCheckCircle, 'not-passed': mdiAlertOctagon };

export function paintOf(colour: ColourWords | null | undefined): Paint {
  return PAINTS[colour?.key ?? ''] ?? NO_PAINT;
}

/** Each has its own shape, so that nobody needs to see the colour; only what stands nothing against a person is ever ticked. */
export function signOf(colour: ColourWords | null | undefined): string {
  const sign = SIGNS[colour?.icon ?? ''] ?? mdiHelpCircleOutline;
  return sign === mdiCheckCircle && !isClear(colour) ? mdiHelpCircleOutline : sign;
}

/** Nothing stands against the person. */
export function isClear(colour: ColourWords | null | undefined): boolean {
  return colour?.rank === 0;
}

/** `<article [appPaint]="view.colourWords">`: gives its styles `--colour`, `--colour-tint` and `--colour-ink`. */
@Directive({
  selector: '[appPaint]',
  host: {
    '[style.--colour]': 'paint().full',
    '[style.--colour-tint]': 'paint().tint',
    '[style.--colour-ink]': 'paint().ink',
  },
})
export class PaintOf {
  readonly appPaint = input.required<ColourWords | null | undefined>();
  protected readonly paint = computed(() => paintOf(this.appPaint()));
}
