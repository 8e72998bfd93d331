import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  afterNextRender,
  afterRenderEffect,
  computed,
  effect,
  inject,
  input,
} from '@angular/core';
import { FieldTree } from '@angular/forms/signals';
import { TranslocoPipe } from '@jsverse/transloco';
import { InWords } from '../in-words';
import { SentForm, Slip } from './sent-form';

/** A slip, or what Angular itself finds: too long, and `parse`, a day that is typed in part, which the browser hands out as nothing. */
type Shown = Slip | { readonly kind: 'maxLength' | 'parse'; readonly message: string; readonly values?: undefined };

/**
 * What is wrong with one field, in words below it: what the page sees itself, else what the server said. The control is marked and described by
 * these words wherever they stand; what is empty is only said once it was asked for, what is wrong once the field was left.
 */
@Component({
  selector: 'app-field-problem',
  imports: [InWords, TranslocoPipe],
  template: `@if (slip(); as it) {
      <span class="error" role="alert" [id]="noteId()">{{
        (it.kind === 'parse' ? 'ui.day.incomplete' : it.message) | transloco: it.values
      }}</span>
    } @else if (refused(); as it) {
      <span class="error" role="alert" [id]="noteId()">{{
        it.code ? (it.words | inWords) || it.message : ('ui.problem.field' | transloco)
      }}</span>
    }`,
  styles: ':host { display: contents; } .error { color: var(--bm-alert); font-weight: 600; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FieldProblem {
  private readonly form = inject(SentForm);
  readonly of = input.required<FieldTree<unknown>>();
  /** Id of the field's element. */
  readonly field = input.required<string>();
  protected readonly noteId = computed(() => `${this.field()}-problem`);
  protected readonly slip = computed(() => {
    const [first] = this.of()().errors() as unknown as Shown[];
    if (!first) return undefined;
    const isLeft = this.of()().touched() && first.kind !== 'empty';
    return isLeft || this.form.isRequested(this.of()) ? first : undefined;
  });
  protected readonly refused = computed(() => this.form.refusedAt(this.of()));

  constructor() {
    effect((onCleanup) => onCleanup(this.form.tellsAt(this.of())));
    const destroyed = inject(DestroyRef);
    afterNextRender(() => {
      const leave = () => this.of()().markAsTouched();
      const element = this.element();
      element?.addEventListener('focusout', leave);
      destroyed.onDestroy(() => element?.removeEventListener('focusout', leave));
    });
    // After Material, which has an opinion of its own about its inputs.
    afterRenderEffect({ write: () => this.mark((this.slip() ?? this.refused()) !== undefined) });
  }

  private element(): HTMLElement | null {
    return document.getElementById(this.field());
  }

  private mark(isWrong: boolean): void {
    const element = this.element();
    if (!element) return;
    const others = (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .filter((id) => id && id !== this.noteId());
    const described = isWrong ? [this.noteId(), ...others] : others;
    if (described.length > 0) element.setAttribute('aria-describedby', described.join(' '));
    else element.removeAttribute('aria-describedby');
    if (isWrong) element.setAttribute('aria-invalid', 'true');
    else element.removeAttribute('aria-invalid');
  }
}
