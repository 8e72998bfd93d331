import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** One path of @mdi/js, drawn in the colour of its text. Decorative: the words beside it carry the meaning. */
@Component({
  selector: 'app-icon',
  template: `
    <svg viewBox="0 0 24 24" [attr.width]="size()" [attr.height]="size()" aria-hidden="true" focusable="false">
      <path [attr.d]="path()" fill="currentColor" />
    </svg>
  `,
  styles: ':host { display: inline-flex; flex: none; line-height: 0; vertical-align: middle; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Icon {
  readonly path = input.required<string>();
  readonly size = input(24);
}
