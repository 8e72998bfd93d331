import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { form } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../api/client';
import { ProblemNotice } from '../ui/problem-notice';
import { SentForm } from '../ui/forms/sent-form';
import { atMost, filled } from '../ui/forms/slips';
import { TextField } from '../ui/forms/text-field';
import { DoorFrame } from './door-frame';
import { newPassword, NewPassword } from './new-password';
import { Busy } from '../ui/busy';

/** A unit's account comes alive with the one-time code sent to its registered mobile; its holder chooses the password. */
@Component({
  selector: 'app-activate',
  imports: [Busy, DoorFrame, NewPassword, ProblemNotice, RouterLink, SentForm, TextField, TranslocoPipe],
  template: `
    <app-door-frame>
      <h1>{{ 'session.activate.title' | transloco }}</h1>
      @if (done()) {
        <p class="lead" role="status">{{ 'session.activate.done' | transloco }}</p>
        <a class="bm-button filled large wide" routerLink="/login">{{ 'session.activate.toLogin' | transloco }}</a>
      } @else {
        <p class="lead">{{ 'session.activate.lead' | transloco }}</p>
        <form #sent="appForm" [appForm]="form" [send]="activate">
          <app-text-field
            name="login"
            autocomplete="username"
            autocapitalize="characters"
            [label]="'session.activate.login' | transloco"
            [of]="form.login"
          />
          <app-text-field
            name="code"
            autocomplete="one-time-code"
            autocapitalize="none"
            [label]="'session.activate.code' | transloco"
            [of]="form.code"
          />
          <app-new-password [of]="form.password" />
          <app-problem-notice [problem]="sent.problem()" [fields]="sent.marked()" />
          <button type="submit" class="bm-button filled large wide" [appBusy]="sent.busy()">
            {{ 'session.activate.submit' | transloco }}
          </button>
        </form>
        <p class="links">
          <a routerLink="/login">{{ 'session.register.back' | transloco }}</a>
        </p>
      }
    </app-door-frame>
  `,
  styleUrl: './door.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Activate {
  private readonly api = inject(Api);
  private readonly typed = signal({ login: '', code: '', password: '' });
  protected readonly form = form(this.typed, (path) => {
    filled(path.login);
    filled(path.code);
    atMost(path.login, 64);
    atMost(path.code, 64);
    newPassword(path.password);
  });
  protected readonly done = signal(false);

  protected readonly activate = async (): Promise<void> => {
    const { login, code, password } = this.typed();
    await this.api.call('POST /api/activations', { body: { login: login.trim(), code: code.trim(), password } });
    this.done.set(true);
  };
}
