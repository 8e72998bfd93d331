import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  afterNextRender,
  computed,
  effect,
  inject,
  input,
  signal,
} from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { fieldErrorAt, problemOf } from '../api/problem';
import { Gaps } from './gaps';
import { InWords } from './in-words';

export const EMPTY = 'ui.problem.empty';

/**
 * What is wrong with one field, in words below it: what the page sees itself, else what the server said. The field is marked and described by
 * these words wherever they stand; what is empty is only said once the form was pressed, what is wrong once the field was left.
 */
@Component({
  selector: 'app-field-problem',
  imports: [InWords, TranslocoPipe],
  template: `@if (shownGap(); as key) {
      <span class="error" [id]="noteId()">{{ key | transloco }}</span>
    } @else if (wrong(); as it) {
      <span class="error" role="alert" [id]="noteId()">{{
        it.code ? (it.words | inWords) || it.message : ('ui.problem.field' | transloco)
      }}</span>
    }`,
  styles: ':host { display: contents; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FieldProblem {
  private readonly form = inject(Gaps, { optional: true });
  readonly problem = input<unknown>();
  /** As the API names the field: `document.number`. */
  readonly path = input<string>('');
  /** Id of the field's element. */
  readonly field = input.required<string>();
  /** Key of the sentence for what the page itself sees; {@link EMPTY} where nothing was typed, nothing where all is well. */
  readonly gap = input('');
  private readonly left = signal(false);
  protected readonly noteId = computed(() => `${this.field()}-problem`);
  protected readonly wrong = computed(() => (this.path() ? fieldErrorAt(this.problem(), this.path()) : undefined));
  protected readonly shownGap = computed(() =>
    this.form?.asked() || (this.left() && this.gap() !== EMPTY) ? this.gap() : '',
  );

  constructor() {
    const destroyed = inject(DestroyRef);
    afterNextRender(() => {
      const leave = () => this.left.set(true);
      const element = this.element();
      element?.addEventListener('blur', leave);
      destroyed.onDestroy(() => element?.removeEventListener('blur', leave));
    });
    effect(() => this.mark(this.shownGap() !== '' || this.wrong() !== undefined));
    effect(() => {
      const wrong = this.wrong();
      if (!wrong) return;
      const [first] = problemOf(this.problem()).errors;
      if (!first || first === wrong) this.element()?.focus();
    });
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
