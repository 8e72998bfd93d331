import { Injectable, inject } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoService } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { Confirmation } from '../../ui/dialog/confirmation';
import { AddSubAccount } from './add-sub-account';
import { OneTimePassword } from './one-time-password';
import { RenameSubAccount } from './rename-sub-account';
import { SubAccount } from './sub-account-search';

/** The questions that the sub-account page asks. */
@Injectable({ providedIn: 'root' })
export class SubAccountDialogs {
  private readonly dialog = inject(MatDialog);
  private readonly confirmation = inject(Confirmation);
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

  agreed(what: 'reset' | 'disable', { name }: SubAccount): Promise<boolean> {
    const words = (key: string) => this.transloco.translate<string>(`admin.subAccounts.${key}`, { name });
    return this.confirmation.agreed({
      title: words(`${what}Ask`),
      text: words(`${what}Confirm`),
      confirm: words(what),
      danger: what === 'disable',
    });
  }
}
