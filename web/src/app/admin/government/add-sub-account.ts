import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormField, form } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { TranslocoPipe } from '@jsverse/transloco';
import { v7 as newId } from 'uuid';
import { Api } from '../../api/client';
import { SubAccount } from '../../api/types';
import { FieldProblem } from '../../ui/field-problem';
import { ProblemNotice } from '../../ui/problem-notice';
import { SentForm } from '../../ui/sent-form';
import { atMost, filled, mobileNumber } from '../../ui/slips';

/** A scanner is added by name and mobile number; the id makes a repeated submission harmless. */
@Component({
  selector: 'app-add-sub-account',
  imports: [
    FieldProblem,
    FormField,
    MatButtonModule,
    MatDialogModule,
    MatFormFieldModule,
    MatInputModule,
    ProblemNotice,
    SentForm,
    TranslocoPipe,
  ],
  templateUrl: './add-sub-account.html',
  styleUrl: './dialog.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AddSubAccount {
  private readonly api = inject(Api);
  private readonly dialog = inject<MatDialogRef<AddSubAccount, SubAccount>>(MatDialogRef);
  private readonly id = newId();
  private readonly typed = signal({ name: '', mobile: '' });
  protected readonly form = form(this.typed, (path) => {
    filled(path.name, 'admin.subAccounts.nameMissing');
    mobileNumber(path.mobile);
    atMost(path.name, 80);
  });

  protected readonly add = async (): Promise<void> => {
    const { name, mobile } = this.typed();
    const body = { id: this.id, name: name.trim(), mobile: mobile.trim() };
    this.dialog.close(await this.api.call('POST /api/sub-accounts', { body }));
  };
}
