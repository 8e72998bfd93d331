import { HttpErrorResponse } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { TranslocoPipe } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { ProblemNotice } from '../../ui/problem-notice';
import { GovernmentApi, SubAccount } from './government-api';

const TRIES = 10;

/** Shows the password once. The account is opened a moment after it was added, so it asks again while that is under way. */
@Component({
  selector: 'app-one-time-password',
  imports: [MatButtonModule, MatDialogModule, MatProgressBarModule, ProblemNotice, TranslocoPipe],
  template: `
    <h2 mat-dialog-title>{{ 'admin.oneTime.title' | transloco: { name: account.name } }}</h2>
    <mat-dialog-content>
      @if (password(); as shown) {
        <p class="password" data-testid="one-time-password">{{ shown }}</p>
        <p>{{ 'admin.oneTime.hint' | transloco }}</p>
      } @else if (problem()) {
        <app-problem-notice [problem]="problem()" />
      } @else {
        <mat-progress-bar mode="indeterminate" [attr.aria-label]="'admin.loading' | transloco" />
      }
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      @if (problem()) {
        <button mat-button type="button" (click)="issue()">{{ 'admin.retry' | transloco }}</button>
      }
      <button mat-flat-button mat-dialog-close>{{ 'admin.oneTime.done' | transloco }}</button>
    </mat-dialog-actions>
  `,
  styles: `
    .password { margin: 8px 0; font: 700 1.75rem/1.4 ui-monospace, monospace; letter-spacing: 0.06em; user-select: all; }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OneTimePassword {
  private readonly api = inject(GovernmentApi);
  protected readonly account = inject<SubAccount>(MAT_DIALOG_DATA);
  protected readonly password = signal<string | undefined>(undefined);
  protected readonly problem = signal<unknown>(undefined);

  constructor() {
    void this.issue();
  }

  protected async issue(tries = TRIES): Promise<void> {
    this.problem.set(undefined);
    try {
      this.password.set((await firstValueFrom(this.api.issueOneTimePassword(this.account.id))).oneTimePassword);
    } catch (error) {
      if (tries === 0 || !notReady(error)) return this.problem.set(error);
      await new Promise((resolve) => setTimeout(resolve, 500));
      await this.issue(tries - 1);
    }
  }
}

function notReady(error: unknown): boolean {
  const status = error instanceof HttpErrorResponse ? error.status : (error as { status?: number }).status;
  return status === 409;
}
