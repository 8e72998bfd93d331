import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormField, form } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../api/client';
import { FieldProblem } from '../ui/field-problem';
import { ProblemNotice } from '../ui/problem-notice';
import { SentForm } from '../ui/sent-form';
import { atMost, filled } from '../ui/slips';
import { DoorFrame } from './door-frame';
import { PasswordField } from './password-field';
import { newPassword } from './passwords';

/** A unit's account comes alive with the one-time code sent to its registered mobile; its holder chooses the password. */
@Component({
  selector: 'app-activate',
  imports: [DoorFrame, FieldProblem, FormField, PasswordField, ProblemNotice, RouterLink, SentForm, TranslocoPipe],
  template: `
    <app-door-frame>
      <h1>{{ 'session.activate.title' | transloco }}</h1>
      @if (done()) {
        <p class="lead" role="status">{{ 'session.activate.done' | transloco }}</p>
        <a class="bm-button filled large wide" routerLink="/login">{{ 'session.activate.toLogin' | transloco }}</a>
      } @else {
        <p class="lead">{{ 'session.activate.lead' | transloco }}</p>
        <form #sent="appForm" [appForm]="form" [send]="activate">
          <p class="bm-field">
            <label for="login">{{ 'session.activate.login' | transloco }}</label>
            <input
              id="login"
              autocomplete="username"
              autocapitalize="characters"
              spellcheck="false"
              [formField]="form.login"
            />
            <app-field-problem [of]="form.login" field="login" />
          </p>
          <p class="bm-field">
            <label for="code">{{ 'session.activate.code' | transloco }}</label>
            <input id="code" autocomplete="one-time-code" spellcheck="false" [formField]="form.code" />
            <app-field-problem [of]="form.code" field="code" />
          </p>
          <app-password-field
            name="password"
            autocomplete="new-password"
            [label]="'session.password.next' | transloco"
            [hint]="'session.password.rule' | transloco"
            [of]="form.password"
          />
          <app-problem-notice [problem]="sent.problem()" [fields]="sent.marked()" />
          <button type="submit" class="bm-button filled large wide" [attr.aria-busy]="sent.busy()">
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
