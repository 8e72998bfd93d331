import { ChangeDetectionStrategy, Component, ElementRef, inject, signal, viewChild } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, ValidatorFn, Validators } from '@angular/forms';
import { MatButtonModule } from '@angular/material/button';
import { MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { TranslocoPipe } from '@jsverse/transloco';
import { v7 as newId } from 'uuid';
import { Api } from '../../api/client';
import { Problem, problemOf } from '../../api/problem';
import { SubAccount } from '../../api/types';
import { FieldProblem } from '../../ui/field-problem';
import { InWords } from '../../ui/in-words';
import { mobileLooksRight } from '../../ui/mobile';
import { ProblemNotice } from '../../ui/problem-notice';

const text = (...validators: ValidatorFn[]) => new FormControl('', { nonNullable: true, validators });

/** A scanner is added by name and mobile number; the id makes a repeated submission harmless. */
@Component({
  selector: 'app-add-sub-account',
  imports: [
    MatButtonModule,
    MatDialogModule,
    MatFormFieldModule,
    MatInputModule,
    FieldProblem,
    InWords,
    ProblemNotice,
    ReactiveFormsModule,
    TranslocoPipe,
  ],
  templateUrl: './add-sub-account.html',
  styleUrl: './dialog.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AddSubAccount {
  private readonly api = inject(Api);
  private readonly dialog = inject<MatDialogRef<AddSubAccount, SubAccount>>(MatDialogRef);
  private readonly nameField = viewChild.required<ElementRef<HTMLInputElement>>('nameField');
  private readonly mobileField = viewChild.required<ElementRef<HTMLInputElement>>('mobileField');
  private readonly id = newId();
  protected readonly form = new FormGroup({
    name: text(Validators.required, Validators.pattern(/\S/)),
    mobile: text(Validators.required, ({ value }) => (mobileLooksRight(value as string) ? null : { mobile: true })),
  });
  protected readonly busy = signal(false);
  /** Told at the field it is about. */
  protected readonly taken = signal<Problem | undefined>(undefined);
  protected readonly problem = signal<unknown>(undefined);

  protected async submit(): Promise<void> {
    const { name, mobile } = this.form.controls;
    this.form.markAllAsTouched();
    if (name.invalid) return this.nameField().nativeElement.focus();
    if (mobile.invalid) return this.mobileField().nativeElement.focus();
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      this.dialog.close(
        await this.api.call('POST /api/sub-accounts', {
          body: { id: this.id, name: name.value.trim(), mobile: mobile.value.trim() },
        }),
      );
    } catch (error) {
      this.tell(error);
    } finally {
      this.busy.set(false);
    }
  }

  private tell(error: unknown): void {
    const told = problemOf(error);
    if (told.code !== 'SUB_ACCOUNT.DUPLICATE') return this.problem.set(error);
    this.taken.set(told);
    this.form.controls.mobile.setErrors({ taken: true });
    this.mobileField().nativeElement.focus();
  }
}
