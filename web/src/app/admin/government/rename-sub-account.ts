import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormField, form } from '@angular/forms/signals';
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
import { SentForm } from '../../ui/sent-form';
import { atMost, filled } from '../../ui/slips';

/** Corrects a scanner's name. Closes with the account as it is now, also when somebody else changed it and nothing was saved here. */
@Component({
  selector: 'app-rename-sub-account',
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
  templateUrl: './rename-sub-account.html',
  styleUrl: './dialog.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RenameSubAccount {
  private readonly api = inject(Api);
  private readonly dialog = inject<MatDialogRef<RenameSubAccount, SubAccount>>(MatDialogRef);
  protected readonly account = signal(inject<SubAccount>(MAT_DIALOG_DATA));
  private readonly typed = signal({ name: this.account().name });
  protected readonly form = form(this.typed, (path) => {
    filled(path.name, 'admin.subAccounts.nameMissing');
    atMost(path.name, 80);
  });
  /** The name that somebody else gave meanwhile; saving once more is then on purpose. */
  protected readonly otherName = signal<string | undefined>(undefined);

  protected cancel(): void {
    this.dialog.close(this.account());
  }

  protected readonly rename = async (): Promise<void> => {
    const { id, version } = this.account();
    const body = { name: this.typed().name.trim(), version };
    try {
      this.dialog.close(await this.api.call('PUT /api/sub-accounts/{id}/name', { path: { id }, body }));
    } catch (error) {
      if (problemOf(error).code === 'SUB_ACCOUNT.STALE') await this.reread(id);
      throw error;
    }
  };

  private async reread(id: string): Promise<void> {
    this.account.set(await this.api.call('GET /api/sub-accounts/{id}', { path: { id } }));
    this.otherName.set(this.account().name);
  }
}
