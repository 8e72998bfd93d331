import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { AppFiles } from './app-files';

/** In the place of a part of a page whose file did not come. */
@Component({
  selector: 'app-page-gone',
  imports: [TranslocoPipe],
  template: `
    <p role="alert">{{ 'ui.app.gone' | transloco }}</p>
    <button type="button" class="bm-button" (click)="files.load()">{{ 'ui.app.load' | transloco }}</button>
  `,
  styles:
    ':host { display: grid; grid-template-columns: minmax(0, 1fr); justify-items: center; gap: 12px; padding: 16px; } p { margin: 0; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PageGone {
  protected readonly files = inject(AppFiles);
}
