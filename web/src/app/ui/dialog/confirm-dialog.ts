import { ChangeDetectionStrategy, Component, ElementRef, signal, viewChild } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';

export interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button does, in its own word. */
  readonly confirm: string;
  readonly danger?: boolean;
}

/** The browser's own modal dialog: focus trap and Escape come with it, and no overlay code has to be loaded. */
@Component({
  selector: 'app-confirm-dialog',
  imports: [TranslocoPipe],
  template: `
    <dialog #box aria-labelledby="confirm-title" (close)="closed()">
      @if (question(); as asked) {
        <h2 id="confirm-title">{{ asked.title }}</h2>
        <p>{{ asked.text }}</p>
        <div class="buttons">
          <button type="button" class="bm-button plain" (click)="box.close()">
            {{ 'ui.action.cancel' | transloco }}
          </button>
          <button
            type="button"
            class="bm-button"
            [class.danger]="asked.danger"
            [class.filled]="!asked.danger"
            (click)="accept()"
          >
            {{ asked.confirm }}
          </button>
        </div>
      }
    </dialog>
  `,
  styles: `
    dialog {
      width: min(440px, calc(100vw - 32px));
      padding: 24px;
      border: 0;
      border-radius: var(--bm-radius);
      color: var(--bm-ink);
      box-shadow: 0 12px 48px rgb(16 33 43 / 30%);
    }
    dialog::backdrop {
      background: rgb(8 30 42 / 55%);
    }
    h2,
    p {
      overflow-wrap: anywhere;
    }
    h2 {
      margin: 0 0 8px;
      font-size: 1.25rem;
    }
    p {
      margin: 0 0 24px;
    }
    .buttons {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      gap: 12px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConfirmDialog {
  private readonly box = viewChild.required<ElementRef<HTMLDialogElement>>('box');
  protected readonly question = signal<Question | undefined>(undefined);
  private answer?: (yes: boolean) => void;

  ask(question: Question): Promise<boolean> {
    this.question.set(question);
    this.box().nativeElement.showModal();
    return new Promise((resolve) => (this.answer = resolve));
  }

  protected accept(): void {
    this.answer?.(true);
    this.answer = undefined;
    this.box().nativeElement.close();
  }

  protected closed(): void {
    this.answer?.(false);
    this.answer = undefined;
  }
}
