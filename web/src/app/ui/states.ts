import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiInboxOutline, mdiRefresh } from '@mdi/js';
import { Icon } from './icon';
import { ProblemNotice } from './problem-notice';

@Component({
  selector: 'app-loading',
  imports: [TranslocoPipe],
  template: `<p role="status"><span class="ring" aria-hidden="true"></span>{{ 'ui.state.loading' | transloco }}</p>`,
  styles: `
    p {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: center;
      gap: 12px;
      padding: 48px 16px;
      margin: 0;
      color: var(--bm-ink-soft);
    }
    .ring {
      width: 24px;
      height: 24px;
      border: 3px solid var(--bm-line);
      border-top-color: var(--bm-brand);
      border-radius: 50%;
      animation: turn 0.9s linear infinite;
    }
    @keyframes turn {
      to {
        transform: rotate(1turn);
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Loading {}

/** Nothing there yet, and what one can do about it (projected). */
@Component({
  selector: 'app-empty',
  imports: [Icon],
  template: `<app-icon [path]="path()" [size]="56" />
    <p>{{ text() }}</p>
    <ng-content />`,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      justify-items: center;
      gap: 12px;
      padding: 48px 16px;
      color: var(--bm-ink-soft);
      text-align: center;
    }
    app-icon {
      color: #9fb2bd;
    }
    p {
      margin: 0;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Empty {
  readonly text = input.required<string>();
  readonly path = input(mdiInboxOutline);
}

@Component({
  selector: 'app-failed',
  imports: [Icon, ProblemNotice, TranslocoPipe],
  template: `
    <app-problem-notice [problem]="problem()" />
    <button type="button" class="bm-button" (click)="retry.emit()">
      <app-icon [path]="refresh" />{{ 'ui.state.retry' | transloco }}
    </button>
  `,
  styles: ':host { display: grid; grid-template-columns: minmax(0, 1fr); justify-items: start; gap: 16px; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Failed {
  readonly problem = input<unknown>();
  readonly retry = output<void>();
  protected readonly refresh = mdiRefresh;
}
