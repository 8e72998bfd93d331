import { Injectable, inject } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoService } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { SubAccount } from '../../api/types';
import { Confirm } from '../confirm';
import { AddSubAccount } from './add-sub-account';
import { OneTimePassword } from './one-time-password';
import { RenameSubAccount } from './rename-sub-account';

/** The questions that the sub-account page asks. */
@Injectable({ providedIn: 'root' })
export class SubAccountDialogs {
  private readonly dialog = inject(MatDialog);
  private readonly transloco = inject(TranslocoService);

  add(): Promise<SubAccount | undefined> {
    return firstValueFrom(this.dialog.open<AddSubAccount, undefined, SubAccount>(AddSubAccount).afterClosed());
  }

  rename(data: SubAccount): Promise<SubAccount | undefined> {
    return firstValueFrom(
      this.dialog.open<RenameSubAccount, SubAccount, SubAccount>(RenameSubAccount, { data }).afterClosed(),
    );
  }

  /** Neither Escape nor a click beside it closes what cannot be shown again. */
  showOneTimePassword(data: SubAccount): Promise<void> {
    return firstValueFrom(
      this.dialog
        .open<OneTimePassword, SubAccount, void>(OneTimePassword, { data, disableClose: true, autoFocus: 'dialog' })
        .afterClosed(),
    );
  }

  async sure(what: 'reset' | 'disable', { name }: SubAccount): Promise<boolean> {
    const action = this.transloco.translate(`admin.subAccounts.${what}`);
    const data = {
      title: this.transloco.translate(`admin.subAccounts.${what}Ask`, { name }),
      text: this.transloco.translate(`admin.subAccounts.${what}Confirm`, { name }),
      action,
    };
    return (
      (await firstValueFrom(this.dialog.open<Confirm, unknown, boolean>(Confirm, { data }).afterClosed())) ?? false
    );
  }
}
