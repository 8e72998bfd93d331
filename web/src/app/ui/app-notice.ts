import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiAlertCircleOutline, mdiUpdate } from '@mdi/js';
import { AppFiles } from './app-files';
import { Icon } from './icon';
import { Busy } from './busy';

/** Above every page: a new version, or a page that did not open, with the button that helps. */
@Component({
  selector: 'app-notice',
  imports: [Busy, Icon, TranslocoPipe],
  template: `
    @if (news(); as it) {
      <div class="notice" [attr.role]="it.kind === 'ready' ? 'status' : 'alert'">
        <app-icon [path]="it.kind === 'ready' ? update : alert" />
        <p>{{ 'ui.app.' + it.kind | transloco }}</p>
        <div class="buttons">
          <button type="button" class="bm-button" [appBusy]="busy()" (click)="load()">
            {{
              (busy() ? 'ui.state.loading' : it.kind === 'unreachable' ? 'ui.state.retry' : 'ui.app.load') | transloco
            }}
          </button>
          <button type="button" class="bm-button plain" (click)="files.news.set(undefined)">
            {{ 'ui.app.later' | transloco }}
          </button>
        </div>
      </div>
    }
  `,
  styles: `
    :host {
      position: sticky;
      top: 0;
      z-index: 5;
      display: block;
    }
    :host:empty {
      display: none;
    }
    .notice {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 12px;
      padding: 10px max(16px, env(safe-area-inset-right)) 10px max(16px, env(safe-area-inset-left));
      border-bottom: 1px solid #e6cf8f;
      background: var(--bm-notice-tint);
      color: #4d3500;
    }
    p {
      flex: 1 1 12em;
      min-width: 0;
      margin: 0;
      font-weight: 600;
      overflow-wrap: anywhere;
    }
    .buttons {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 8px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AppNotice {
  protected readonly files = inject(AppFiles);
  protected readonly news = computed(() => this.files.news());
  protected readonly busy = signal(false);
  protected readonly update = mdiUpdate;
  protected readonly alert = mdiAlertCircleOutline;

  protected async load(): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    await this.files.load(this.news()?.url);
    this.busy.set(false);
  }
}
