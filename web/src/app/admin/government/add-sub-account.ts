import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { form } from '@angular/forms/signals';
import { MatDialogRef } from '@angular/material/dialog';
import { TranslocoPipe } from '@jsverse/transloco';
import { v7 as newId } from 'uuid';
import { Api } from '../../api/client';
import { FormDialog } from '../../ui/dialog/form-dialog';
import { atMost, filled, mobileNumber } from '../../ui/forms/slips';
import { TextField } from '../../ui/forms/text-field';
import { SubAccount } from './sub-account-search';

/** A scanner is added by name and mobile number; the id makes a repeated submission harmless. */
@Component({
  selector: 'app-add-sub-account',
  imports: [FormDialog, TextField, TranslocoPipe],
  template: `
    <app-form-dialog
      [heading]="'admin.subAccounts.add' | transloco"
      [action]="'admin.subAccounts.add' | transloco"
      [form]="form"
      [send]="add"
      (cancelled)="dialog.close()"
    >
      <app-text-field name="sub-account-name" [label]="'admin.subAccounts.column.name' | transloco" [of]="form.name" />
      <app-text-field
        name="sub-account-mobile"
        inputmode="tel"
        [label]="'admin.subAccounts.column.mobile' | transloco"
        [hint]="'admin.subAccounts.mobileHint' | transloco"
        [of]="form.mobile"
      />
    </app-form-dialog>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AddSubAccount {
  private readonly api = inject(Api);
  protected readonly dialog = inject<MatDialogRef<AddSubAccount, SubAccount>>(MatDialogRef);
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
