import { ChangeDetectionStrategy, Component, computed, effect, input, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiAlertCircle, mdiCloudOffOutline } from '@mdi/js';
import { fieldErrorAt, problemOf } from '../api/problem';
import { Icon } from './icon';
import { InWords } from './in-words';

const DEVICE_CODES = [
  'NETWORK.UNREACHABLE',
  'SESSION.REQUIRED',
  'REQUEST.TOO_LARGE',
  'REQUEST.TOO_MANY',
  'SERVER.FAILED',
  'REQUEST.REFUSED',
  'CLIENT.FAILED',
];

/** Says what was refused in the server's own words, with the code to name on the telephone. Draws nothing without a problem. */
@Component({
  selector: 'app-problem-notice',
  imports: [Icon, InWords, TranslocoPipe],
  template: `
    @if (shown(); as it) {
      <div class="notice" role="alert">
        <app-icon [path]="it.offline ? cloudOff : alert" />
        <div>
          <p class="title">{{ (it.words | inWords) || it.title || ('ui.problem.' + it.key | transloco) }}</p>
          @if (it.detail) {
            <p>{{ it.detail }}</p>
          }
          @if (it.marked) {
            <p>{{ 'ui.problem.marked' | transloco }}</p>
          }
          @if (it.elsewhere.length) {
            <ul>
              @for (error of it.elsewhere; track $index) {
                <li>
                  {{ error.code ? (error.words | inWords) || error.message : ('ui.problem.field' | transloco) }} ({{
                    error.path
                  }})
                </li>
              }
            </ul>
          }
          @if (wait(); as later) {
            <p class="later">{{ 'ui.problem.later.' + later.unit | transloco: { count: later.count } }}</p>
          }
          <p class="code">
            {{ 'ui.problem.code' | transloco }} {{ it.code }}
            @if (it.correlationId) {
              <br />{{ 'ui.problem.correlation' | transloco }} {{ it.correlationId }}
            }
          </p>
        </div>
      </div>
    }
  `,
  styles: `
    :host(:empty) {
      display: none;
    }
    .notice {
      display: flex;
      gap: 12px;
      padding: 14px 16px;
      text-align: start;
      border: 1px solid #e5b5b1;
      border-left: 6px solid var(--bm-alert);
      border-radius: var(--bm-radius-small);
      background: var(--bm-alert-tint);
      color: #5c100d;
    }
    .notice > div {
      min-width: 0;
      overflow-wrap: anywhere;
    }
    p,
    ul {
      margin: 0;
    }
    ul {
      padding-left: 20px;
    }
    .title {
      font-weight: 600;
    }
    .code {
      margin-top: 4px;
      font-size: 0.875rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ProblemNotice {
  readonly problem = input<unknown>();
  /** What the form shows at its own fields (`app-field-problem`) is not said twice; when that is all, nothing stands here. */
  readonly fields = input<readonly string[]>([]);
  protected readonly alert = mdiAlertCircle;
  protected readonly cloudOff = mdiCloudOffOutline;
  private readonly now = signal(performance.now());
  protected readonly shown = computed(() => {
    const given = this.problem();
    if (given === undefined || given === null) return undefined;
    const problem = problemOf(given);
    const { title, words, detail, code, correlationId, errors, offline, retryAt } = problem;
    const atFields = this.fields().map((path) => fieldErrorAt(problem, path));
    const elsewhere = errors.filter((error) => !atFields.includes(error));
    if (elsewhere.length === 0 && atFields.some((error) => error !== undefined)) return undefined;
    const key = DEVICE_CODES.includes(code) ? code.replace('.', '_') : 'REQUEST_REFUSED';
    return {
      title,
      words,
      detail,
      code,
      correlationId,
      offline,
      retryAt,
      key,
      elsewhere,
      marked: elsewhere.length < errors.length,
    };
  });
  /** Runs down while it is on the screen. */
  protected readonly wait = computed(() => {
    const retryAt = this.shown()?.retryAt;
    return retryAt === undefined ? undefined : waitInWords(retryAt - this.now());
  });

  constructor() {
    effect((onCleanup) => {
      if (this.shown()?.retryAt === undefined) return;
      this.now.set(performance.now());
      const ticking = setInterval(() => this.now.set(performance.now()), 1000);
      onCleanup(() => clearInterval(ticking));
    });
  }
}

/** @returns which words, and their number */
export function waitInWords(ms: number): { unit: 'now' | 'seconds' | 'minutes'; count: number } {
  const seconds = Math.ceil(ms / 1000);
  if (seconds <= 0) return { unit: 'now', count: 0 };
  return seconds <= 90 ? { unit: 'seconds', count: seconds } : { unit: 'minutes', count: Math.ceil(seconds / 60) };
}
