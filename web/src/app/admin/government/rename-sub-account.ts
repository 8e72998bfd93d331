import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { form } from '@angular/forms/signals';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../../api/client';
import { Correction } from '../../ui/dialog/correction';
import { FormDialog } from '../../ui/dialog/form-dialog';
import { atMost, filled } from '../../ui/forms/slips';
import { TextField } from '../../ui/forms/text-field';
import { SubAccount } from './sub-account-search';

/** Corrects a scanner's name. Closes with the account as it is now, also when somebody else changed it and nothing was saved here. */
@Component({
  selector: 'app-rename-sub-account',
  imports: [FormDialog, TextField, TranslocoPipe],
  templateUrl: './rename-sub-account.html',
  styleUrl: './dialog.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RenameSubAccount {
  private readonly api = inject(Api);
  protected readonly dialog = inject<MatDialogRef<RenameSubAccount, SubAccount>>(MatDialogRef);
  private readonly before = inject<SubAccount>(MAT_DIALOG_DATA);
  private readonly path = { id: this.before.id };
  private readonly typed = signal({ name: this.before.name });
  protected readonly form = form(this.typed, (path) => {
    filled(path.name, 'admin.subAccounts.nameMissing');
    atMost(path.name, 80);
  });
  protected readonly correction = new Correction(this.before, {
    save: ({ version }) => {
      const body = { name: this.typed().name.trim(), version };
      return this.api.call('PUT /api/sub-accounts/{id}/name', { path: this.path, body });
    },
    read: () => this.api.call('GET /api/sub-accounts/{id}', { path: this.path }),
  });

  protected readonly rename = async (): Promise<void> => this.dialog.close(await this.correction.save());
}
