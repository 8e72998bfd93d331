import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { ProblemNotice } from '../../ui/problem-notice';
import { AddSubAccount } from './add-sub-account';
import { GovernmentApi, SubAccount } from './government-api';
import { OneTimePassword } from './one-time-password';
import { Confirm } from '../confirm';

/** 子账号管理 (guide, chapter 2 (4)): the unit's scanners. */
@Component({
  selector: 'app-sub-accounts',
  imports: [DatePipe, MatButtonModule, MatProgressBarModule, ProblemNotice, TranslocoPipe],
  templateUrl: './sub-accounts.html',
  styleUrl: '../table.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SubAccounts {
  private readonly api = inject(GovernmentApi);
  private readonly dialog = inject(MatDialog);
  private readonly transloco = inject(TranslocoService);
  protected readonly accounts = signal<SubAccount[] | undefined>(undefined);
  protected readonly next = signal<string | undefined>(undefined);
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);

  constructor() {
    void this.load();
  }

  protected load(cursor?: string): Promise<void> {
    return this.doing(async () => {
      const page = await firstValueFrom(this.api.subAccounts(cursor));
      this.accounts.set([...(cursor ? (this.accounts() ?? []) : []), ...page.items]);
      this.next.set(page.next);
    });
  }

  protected async add(): Promise<void> {
    const added = await firstValueFrom(this.dialog.open<AddSubAccount, undefined, SubAccount>(AddSubAccount).afterClosed());
    if (!added) return;
    await this.load();
    this.showOneTimePassword(added);
  }

  protected async reset(account: SubAccount): Promise<void> {
    if (await this.sure('reset', account)) this.showOneTimePassword(account);
  }

  protected async disable(account: SubAccount): Promise<void> {
    if (!(await this.sure('disable', account))) return;
    await this.doing(() => firstValueFrom(this.api.disableSubAccount(account.id)));
    await this.load();
  }

  protected async enable(account: SubAccount): Promise<void> {
    await this.doing(() => firstValueFrom(this.api.enableSubAccount(account.id)));
    await this.load();
  }

  private showOneTimePassword(account: SubAccount): void {
    this.dialog.open(OneTimePassword, { data: account, disableClose: true });
  }

  private async sure(what: 'reset' | 'disable', account: SubAccount): Promise<boolean> {
    const data = {
      title: this.transloco.translate(`admin.subAccounts.${what}`),
      text: this.transloco.translate(`admin.subAccounts.${what}Confirm`, { name: account.name }),
    };
    return (await firstValueFrom(this.dialog.open<Confirm, unknown, boolean>(Confirm, { data }).afterClosed())) ?? false;
  }

  private async doing(work: () => Promise<unknown>): Promise<void> {
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await work();
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }
}
