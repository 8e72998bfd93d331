import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiAlertCircle, mdiCloudOffOutline } from '@mdi/js';
import { problemOf } from '../api/problem';
import { Icon } from './icon';
import { Language } from './language';

const DEVICE_CODES = ['NETWORK.UNREACHABLE', 'SESSION.REQUIRED', 'REQUEST.TOO_LARGE', 'REQUEST.TOO_MANY', 'SERVER.FAILED', 'REQUEST.REFUSED', 'CLIENT.FAILED'];

/** Says what was refused in the server's own words, with the code to name on the telephone. Draws nothing without a problem. */
@Component({
  selector: 'app-problem-notice',
  imports: [Icon, TranslocoPipe],
  template: `
    @if (told(); as it) {
      <div class="notice" role="alert">
        <app-icon [path]="it.offline ? cloudOff : alert" />
        <div>
          <p class="title">{{ it.title ?? ('ui.problem.' + it.key | transloco) }}</p>
          @if (it.detail) { <p>{{ it.detail }}</p> }
          @if (it.errors.length && english()) {
            <ul>
              @for (error of it.errors; track $index) { <li>{{ error.message }}</li> }
            </ul>
          }
          <p class="code">{{ 'ui.problem.code' | transloco }} {{ it.code }}
            @if (it.correlationId) { <br />{{ 'ui.problem.correlation' | transloco }} {{ it.correlationId }} }
          </p>
        </div>
      </div>
    }
  `,
  styles: `
    :host(:empty) { display: none; }
    .notice {
      display: flex; gap: 12px; padding: 14px 16px; text-align: start; border: 1px solid #e5b5b1; border-left: 6px solid var(--bm-alert);
      border-radius: var(--bm-radius-small); background: var(--bm-alert-tint); color: #5c100d;
    }
    .notice > div { min-width: 0; overflow-wrap: anywhere; }
    p, ul { margin: 0; }
    ul { padding-left: 20px; }
    .title { font-weight: 600; }
    .code { margin-top: 4px; font-size: 0.875rem; }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ProblemNotice {
  readonly problem = input<unknown>();
  private readonly language = inject(Language);
  /** Field by field the server speaks English only. */
  protected readonly english = () => this.language.active() === 'en';
  protected readonly alert = mdiAlertCircle;
  protected readonly cloudOff = mdiCloudOffOutline;
  protected readonly told = computed(() => {
    const given = this.problem();
    if (given === undefined || given === null) return undefined;
    const { title, detail, code, correlationId, errors, offline } = problemOf(given);
    return { title, detail, code, correlationId, errors, offline, key: DEVICE_CODES.includes(code) ? code.replace('.', '_') : 'REQUEST_REFUSED' };
  });
}
