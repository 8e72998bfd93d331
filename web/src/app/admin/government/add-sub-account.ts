import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { MatButtonModule } from '@angular/material/button';
import { MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { TranslocoPipe } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { v7 as newId } from 'uuid';
import { ProblemNotice } from '../../ui/problem-notice';
import { GovernmentApi, SubAccount } from './government-api';

/** A scanner is added by mobile number and name; the id makes a repeated submission harmless. */
@Component({
  selector: 'app-add-sub-account',
  imports: [FormsModule, MatButtonModule, MatDialogModule, MatFormFieldModule, MatInputModule, ProblemNotice, TranslocoPipe],
  template: `
    <h2 mat-dialog-title>{{ 'admin.subAccounts.add' | transloco }}</h2>
    <form (ngSubmit)="submit()">
      <mat-dialog-content>
        <mat-form-field appearance="outline">
          <mat-label>{{ 'admin.subAccounts.column.name' | transloco }}</mat-label>
          <input matInput name="name" maxlength="40" required [(ngModel)]="name" />
        </mat-form-field>
        <mat-form-field appearance="outline">
          <mat-label>{{ 'admin.subAccounts.column.mobile' | transloco }}</mat-label>
          <input matInput name="mobile" inputmode="tel" maxlength="11" required [(ngModel)]="mobile" />
          <mat-hint>{{ 'admin.subAccounts.mobileHint' | transloco }}</mat-hint>
        </mat-form-field>
        <app-problem-notice [problem]="problem()" />
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button mat-button type="button" mat-dialog-close>{{ 'admin.cancel' | transloco }}</button>
        <button mat-flat-button [disabled]="!complete() || busy()">{{ 'admin.subAccounts.add' | transloco }}</button>
      </mat-dialog-actions>
    </form>
  `,
  styles: 'mat-dialog-content { display: grid; gap: 12px; padding-top: 8px !important; min-width: min(420px, 80vw); }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AddSubAccount {
  private readonly api = inject(GovernmentApi);
  private readonly dialog = inject<MatDialogRef<AddSubAccount, SubAccount>>(MatDialogRef);
  private readonly id = newId();
  protected readonly name = signal('');
  protected readonly mobile = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);
  protected readonly complete = computed(() => this.name().trim() !== '' && /^1[3-9]\d{9}$/.test(this.mobile().trim()));

  protected async submit(): Promise<void> {
    if (!this.complete() || this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const account = { id: this.id, name: this.name().trim(), mobile: this.mobile().trim() };
      this.dialog.close(await firstValueFrom(this.api.addSubAccount(account)));
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }
}
