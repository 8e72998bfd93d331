import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  computed,
  effect,
  inject,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton, MatButtonModule } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiCheck, mdiContentCopy } from '@mdi/js';
import { Api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { Icon } from '../../ui/icon';
import { ProblemNotice } from '../../ui/problem-notice';
import { SubAccount } from './sub-account-search';

const TRIES = 10;

/** Shows the password once. The account is opened a moment after it was added, so it asks again while that is under way. */
@Component({
  selector: 'app-one-time-password',
  imports: [Icon, MatButtonModule, MatDialogModule, MatProgressBarModule, ProblemNotice, TranslocoPipe],
  templateUrl: './one-time-password.html',
  styleUrl: './one-time-password.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OneTimePassword {
  private readonly api = inject(Api);
  private readonly shown = viewChild<ElementRef<HTMLElement>>('shown');
  private readonly copyButton = viewChild<MatButton>('copyButton');
  protected readonly account = inject<SubAccount>(MAT_DIALOG_DATA);
  protected readonly password = signal<string | undefined>(undefined);
  /** Each with the hyphen behind it, where the line may end: a browser ends none between a hyphen and a digit. */
  protected readonly groups = computed(() => this.password()?.split(/(?<=-)/) ?? []);
  protected readonly copied = signal<boolean | undefined>(undefined);
  protected readonly problem = signal<unknown>(undefined);
  protected readonly copyIcon = mdiContentCopy;
  protected readonly doneIcon = mdiCheck;

  constructor() {
    effect(() => this.copyButton()?.focus());
    void this.issue();
  }

  protected async issue(tries = TRIES): Promise<void> {
    this.problem.set(undefined);
    try {
      this.password.set(
        (await this.api.call('POST /api/accounts/{id}/one-time-password', { path: { id: this.account.id } }))
          .oneTimePassword,
      );
    } catch (error) {
      if (tries === 0 || problemOf(error).status !== 409) return this.problem.set(error);
      await new Promise((resolve) => setTimeout(resolve, 500));
      await this.issue(tries - 1);
    }
  }

  /** Where the browser forbids the clipboard, the password stands selected, ready for the keyboard. */
  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.password()!);
      this.copied.set(true);
    } catch {
      this.copied.set(false);
      const text = this.shown()?.nativeElement;
      if (text) getSelection()?.selectAllChildren(text);
    }
  }
}
