import { ChangeDetectionStrategy, Component, ElementRef, inject, signal, viewChild } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButtonModule } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { SubAccount } from '../../api/types';
import { FieldProblem } from '../../ui/field-problem';
import { ProblemNotice } from '../../ui/problem-notice';

/** Corrects a scanner's name. Closes with the account as it is now, also when somebody else changed it and nothing was saved here. */
@Component({
  selector: 'app-rename-sub-account',
  imports: [
    MatButtonModule,
    MatDialogModule,
    MatFormFieldModule,
    MatInputModule,
    FieldProblem,
    ProblemNotice,
    ReactiveFormsModule,
    TranslocoPipe,
  ],
  templateUrl: './rename-sub-account.html',
  styleUrl: './dialog.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RenameSubAccount {
  private readonly api = inject(Api);
  private readonly dialog = inject<MatDialogRef<RenameSubAccount, SubAccount>>(MatDialogRef);
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');
  protected readonly account = signal(inject<SubAccount>(MAT_DIALOG_DATA));
  protected readonly name = new FormControl(this.account().name, {
    nonNullable: true,
    validators: [Validators.required, Validators.pattern(/\S/)],
  });
  protected readonly form = new FormGroup({ name: this.name });
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);
  /** The name that somebody else gave meanwhile; saving once more is then on purpose. */
  protected readonly otherName = signal<string | undefined>(undefined);

  protected cancel(): void {
    this.dialog.close(this.account());
  }

  protected async submit(): Promise<void> {
    this.name.markAsTouched();
    if (this.name.invalid) return this.field().nativeElement.focus();
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const { id, version } = this.account();
      this.dialog.close(
        await this.api.call('PUT /api/sub-accounts/{id}/name', {
          path: { id },
          body: { name: this.name.value.trim(), version },
        }),
      );
    } catch (error) {
      await this.tell(error);
    } finally {
      this.busy.set(false);
    }
  }

  private async tell(error: unknown): Promise<void> {
    this.problem.set(error);
    if (problemOf(error).code !== 'SUB_ACCOUNT.STALE') return;
    try {
      this.account.set(await this.api.call('GET /api/sub-accounts/{id}', { path: { id: this.account().id } }));
      this.otherName.set(this.account().name);
    } catch (another) {
      this.problem.set(another);
    }
  }
}
