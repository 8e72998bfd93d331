import { ChangeDetectionStrategy, Component, computed, inject, signal, viewChild } from '@angular/core';
import { form } from '@angular/forms/signals';
import { Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { ProblemNotice } from '../ui/problem-notice';
import { SentForm } from '../ui/forms/sent-form';
import { atMost, filled } from '../ui/forms/slips';
import { DoorFrame } from './door-frame';
import { newPassword, NewPassword } from './new-password';
import { PasswordField } from './password-field';

import { Permissions } from './permissions';
import { SessionStore } from './session-store';
import { Busy } from '../ui/busy';

/** After a one-time password there is no way past this page; later it is a free choice. */
@Component({
  selector: 'app-change-password',
  imports: [Busy, DoorFrame, NewPassword, PasswordField, ProblemNotice, SentForm, TranslocoPipe],
  template: `
    <app-door-frame>
      <h1>{{ 'session.password.title' | transloco }}</h1>
      <p class="lead">{{ (forced() ? 'session.password.forced' : 'session.password.lead') | transloco }}</p>
      <form #sent="appForm" [appForm]="form" [send]="change">
        <app-password-field
          name="current"
          [label]="(forced() ? 'session.password.oneTime' : 'session.password.current') | transloco"
          [of]="form.current"
        />
        <app-new-password [of]="form.next" [repeated]="form.repeated" />
        <app-problem-notice [problem]="sent.problem()" [fields]="sent.marked()" />
        <button type="submit" class="bm-button filled large wide" [appBusy]="sent.busy()">
          {{ 'session.password.submit' | transloco }}
        </button>
        <button type="button" class="bm-button plain wide" (click)="leave()">
          {{ (forced() ? 'session.menu.signOut' : 'ui.action.back') | transloco }}
        </button>
      </form>
    </app-door-frame>
  `,
  styleUrl: './door.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChangePassword {
  private readonly store = inject(SessionStore);
  private readonly permissions = inject(Permissions);
  private readonly router = inject(Router);
  private readonly sent = viewChild.required(SentForm);
  private readonly typed = signal({ current: '', next: '', repeated: '' });
  protected readonly form = form(this.typed, (path) => {
    filled(path.current);
    atMost(path.current, 128);
    newPassword(path.next, path.repeated);
  });
  protected readonly forced = computed(() => this.store.session()?.mustChangePassword ?? false);

  protected readonly change = async (): Promise<void> => {
    const { current, next } = this.typed();
    await this.store.changePassword(current, next);
    const session = this.store.session();
    await this.router.navigateByUrl(session ? this.permissions.homeOf(session) : '/login');
  };

  protected async leave(): Promise<void> {
    if (!this.forced()) return void (await this.router.navigateByUrl('/'));
    try {
      await this.store.signOut();
      await this.router.navigateByUrl('/login');
    } catch (error) {
      this.sent().show(error);
    }
  }
}
