import { DecimalPipe } from '@angular/common';
import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  Injector,
  computed,
  inject,
  input,
  output,
  signal,
} from '@angular/core';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../api/client';
import { focusOn } from './focus-on';
import { InWords } from './in-words';
import { ProblemNotice } from './problem-notice';
import { Answer } from '../api/contract';
import { Busy } from './busy';

export type Operation = Answer<'GET /api/operations/{id}'>;

const LOOK_EVERY_MS = 1000;
const ENDS: readonly Operation['state'][] = ['applied', 'cancelled', 'failed'];

/** Whether there is nothing more to wait for. */
export function hasEnded({ state }: { readonly state: Operation['state'] }): boolean {
  return ENDS.includes(state);
}

/** How far long work is that somebody started: bar, rows, rate and counts, from whichever page or device it was begun. */
@Component({
  selector: 'app-operation-progress',
  imports: [Busy, DecimalPipe, InWords, MatProgressBarModule, ProblemNotice, TranslocoPipe],
  template: `
    <app-problem-notice [problem]="problem()" />
    @if (operation(); as it) {
      <p role="status" tabindex="-1" [id]="'operation-' + it.id">
        {{ 'ui.operation.state.' + it.state | transloco: { name: name() } }}
      </p>
      @if (!ended()) {
        <mat-progress-bar
          [mode]="it.state === 'applying' ? 'determinate' : 'indeterminate'"
          [value]="percent()"
          [attr.aria-label]="name()"
        />
      }
      @if (it.problem; as why) {
        <p class="alert">{{ why.title | inWords }}</p>
      }
      <p class="figures">
        <span>{{ 'ui.operation.rows' | transloco: { done: (it.done | number), total: (it.total | number) } }}</span>
        @if (it.rate; as rate) {
          <span>{{ 'ui.operation.rate' | transloco: { rate: (rate | number) } }}</span>
        }
        @for (count of counts(); track count.key) {
          <span>{{ 'ui.operation.count.' + count.key | transloco: { count: (count.value | number) } }}</span>
        }
      </p>
      @if (it.cancellable) {
        <button type="button" class="bm-button plain" [appBusy]="cancelling()" (click)="cancel()">
          {{ 'ui.operation.cancel' | transloco }}
        </button>
      }
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 8px;
      overflow-wrap: anywhere;
    }
    p {
      margin: 0;
    }
    .figures {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
      font-variant-numeric: tabular-nums;
    }
    .alert {
      color: var(--mat-sys-error);
    }
    button {
      justify-self: start;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OperationProgress {
  private readonly api = inject(Api);
  private readonly injector = inject(Injector);
  readonly id = input.required<string>();
  /** What people call it: a file's name. */
  readonly name = input.required<string>();
  /** Once, when there is nothing more to wait for. */
  readonly end = output<Operation>();
  protected readonly operation = signal<Operation | undefined>(undefined);
  protected readonly problem = signal<unknown>(undefined);
  protected readonly cancelling = signal(false);
  protected readonly ended = computed(() => {
    const operation = this.operation();
    return operation !== undefined && hasEnded(operation);
  });
  protected readonly percent = computed(() => {
    const { done = 0, total = 0 } = this.operation() ?? {};
    return total > 0 ? Math.floor((100 * done) / total) : 0;
  });
  protected readonly counts = computed(() =>
    Object.entries(this.operation()?.counts ?? {}).map(([key, value]) => ({ key, value })),
  );

  constructor() {
    const timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
    void Promise.resolve().then(() => this.look());
  }

  protected async cancel(): Promise<void> {
    this.problem.set(undefined);
    this.cancelling.set(true);
    try {
      this.show(await this.api.call('POST /api/operations/{id}/cancellation', { path: { id: this.id() } }));
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.cancelling.set(false);
      focusOn(`operation-${this.id()}`, this.injector); // The button may be gone with the answer.
    }
  }

  private async look(): Promise<void> {
    if (this.ended()) return;
    try {
      this.show(await this.api.call('GET /api/operations/{id}', { path: { id: this.id() } }));
    } catch {
      // Without a network it goes on all the same; the next look tells.
    }
  }

  private show(operation: Operation): void {
    if (this.ended()) return;
    this.operation.set(operation);
    if (hasEnded(operation)) this.end.emit(operation);
  }
}
