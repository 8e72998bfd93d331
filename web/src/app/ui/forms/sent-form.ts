import { Directive, ElementRef, Injector, afterNextRender, inject, input, output, signal } from '@angular/core';
import { FieldTree, ValidationError } from '@angular/forms/signals';
import { FieldError, Problem, fieldsAbout, problemOf } from '../../api/problem';

/** What the page itself sees wrong with a field; nothing typed yet is `empty`, and only told when the form is sent. */
export interface Slip extends ValidationError {
  readonly kind: 'empty' | 'wrong';
  /** Key of the sentence, and what stands in it. */
  readonly message: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

type AnyField = FieldTree<unknown>;

/** What the server said of a field holds as long as that stands in it which was sent. */
interface Refused {
  readonly field: AnyField;
  readonly value: unknown;
  readonly said: FieldError;
}

/**
 * Every form that is sent: its model has the names of the request's fields. The main button is never dead. Pressed too early, it says at every
 * field what is missing and leads to the first; what the server refuses of a field is told at that field, the rest is `problem`; what was typed stays.
 */
@Directive({
  selector: 'form[appForm]',
  exportAs: 'appForm',
  host: { novalidate: '', '(submit)': '$event.preventDefault(); submitted()' },
})
export class SentForm {
  private readonly element = inject<ElementRef<HTMLFormElement>>(ElementRef).nativeElement;
  private readonly injector = inject(Injector);
  readonly form = input.required<AnyField>({ alias: 'appForm' });
  /** What is done once nothing is missing. It fails with what the server refused. */
  readonly send = input.required<() => Promise<unknown>>();
  /** It was to be sent and something is missing: what stands below may be the answer to an earlier question. */
  readonly incomplete = output<void>();
  readonly problem = signal<Problem | undefined>(undefined);
  /** Fields, as the API names them, at which the problem stands already. */
  readonly marked = signal<readonly string[]>([]);
  readonly busy = signal(false);
  private readonly refused = signal<readonly Refused[]>([]);
  private readonly sent = signal(false);
  private readonly requested = signal<ReadonlySet<AnyField>>(new Set());
  /** Fields with a place on the page for what is wrong with them; of any other the notice tells. */
  private readonly places = new Set<AnyField>();

  /** What is wrong with the field is told at it from now on. @returns ends that */
  tellsAt(field: AnyField): () => void {
    this.places.add(field);
    return () => this.places.delete(field);
  }

  /** Whether the person was told to fill this field, so that it may be called empty. */
  isRequested(field: AnyField): boolean {
    return this.sent() || this.requested().has(field);
  }

  refusedAt(field: AnyField): FieldError | undefined {
    return this.refused().find((one) => one.field === field && one.value === field().value())?.said;
  }

  /** Something else than sending needs this field: it says what is wrong with it, and has the focus. @returns whether it is in order */
  requires(field: AnyField): boolean {
    if (field().valid()) return true;
    this.requested.update((before) => new Set(before).add(field));
    this.leadToFirst();
    return false;
  }

  /** Something else than sending was refused. */
  show(error: unknown): void {
    const problem = error === undefined ? undefined : problemOf(error);
    const refused = problem ? fieldsAbout(problem).flatMap(({ paths, said }) => this.refusal(paths, said)) : [];
    this.problem.set(problem);
    this.refused.set(refused);
    this.marked.set(refused.map(({ said }) => said.path));
    if (problem) this.leadToFirst();
  }

  protected async submitted(): Promise<void> {
    if (this.busy()) return;
    this.sent.set(true);
    this.form()().markAsTouched();
    this.show(undefined);
    if (!this.form()().invalid()) return this.sending();
    this.incomplete.emit();
    this.leadToFirst();
  }

  private async sending(): Promise<void> {
    this.busy.set(true);
    try {
      await this.send()();
    } catch (error) {
      this.show(error);
    } finally {
      this.busy.set(false);
    }
  }

  private refusal(paths: readonly string[], said: FieldError): Refused[] {
    const field = paths.map((path) => this.placeOf(path)).find((one) => one !== undefined);
    return field ? [{ field, value: field().value(), said }] : [];
  }

  /** `document.number`; of a part that has no place, what it is part of. */
  private placeOf(path: string): AnyField | undefined {
    let field = this.form() as unknown as Record<string, AnyField> | undefined;
    let found: AnyField | undefined;
    for (const name of path.split('.')) {
      const next = field?.[name];
      if (next === undefined) break;
      if (this.places.has(next)) found = next;
      field = next as unknown as Record<string, AnyField>;
    }
    return found;
  }

  private leadToFirst(): void {
    afterNextRender({ read: () => this.firstWrong()?.focus() }, { injector: this.injector });
  }

  private firstWrong(): HTMLElement | null {
    const wrong = this.element.querySelector<HTMLElement>('[aria-invalid="true"]');
    const parts = wrong?.querySelectorAll<HTMLElement & { value?: string }>('[tabindex="0"], select:enabled') ?? [];
    return [...parts].find(({ value }) => !value) ?? wrong;
  }
}
