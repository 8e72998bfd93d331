import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../api/client';
import { EMPTY, FieldProblem } from '../ui/field-problem';
import { Gaps } from '../ui/gaps';
import { ProblemNotice } from '../ui/problem-notice';
import { DoorFrame } from './door-frame';
import { longEnough, NewPassword } from './new-password';

/** A unit's account comes alive with the one-time code sent to its registered mobile; its holder chooses the password. */
@Component({
  selector: 'app-activate',
  imports: [DoorFrame, FieldProblem, FormsModule, Gaps, NewPassword, ProblemNotice, RouterLink, TranslocoPipe],
  template: `
    <app-door-frame>
      <h1>{{ 'session.activate.title' | transloco }}</h1>
      @if (done()) {
        <p class="lead" role="status">{{ 'session.activate.done' | transloco }}</p>
        <a class="bm-button filled large wide" routerLink="/login">{{ 'session.activate.toLogin' | transloco }}</a>
      } @else {
        <p class="lead">{{ 'session.activate.lead' | transloco }}</p>
        <form appGaps (ngSubmit)="activate()">
          <p class="bm-field">
            <label for="login">{{ 'session.activate.login' | transloco }}</label>
            <input
              id="login"
              name="login"
              autocomplete="username"
              autocapitalize="characters"
              spellcheck="false"
              maxlength="64"
              required
              [(ngModel)]="login"
            />
            <app-field-problem path="login" field="login" [problem]="problem()" [gap]="login().trim() ? '' : empty" />
          </p>
          <p class="bm-field">
            <label for="code">{{ 'session.activate.code' | transloco }}</label>
            <input
              id="code"
              name="code"
              autocomplete="one-time-code"
              spellcheck="false"
              maxlength="64"
              required
              [(ngModel)]="code"
            />
            <app-field-problem path="code" field="code" [problem]="problem()" [gap]="code().trim() ? '' : empty" />
          </p>
          <app-new-password
            name="password"
            [problem]="problem()"
            [label]="'session.password.next' | transloco"
            [(value)]="password"
          />
          <app-problem-notice [problem]="problem()" [fields]="['login', 'code', 'password']" />
          <button type="submit" class="bm-button filled large wide" [disabled]="busy()">
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
  protected readonly empty = EMPTY;
  protected readonly login = signal('');
  protected readonly code = signal('');
  protected readonly password = signal('');
  protected readonly busy = signal(false);
  protected readonly done = signal(false);
  protected readonly problem = signal<unknown>(undefined);
  protected readonly complete = computed(
    () => this.login().trim() !== '' && this.code().trim() !== '' && longEnough(this.password()),
  );

  protected async activate(): Promise<void> {
    if (!this.complete() || this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const body = { login: this.login().trim(), code: this.code().trim(), password: this.password() };
      await this.api.call('POST /api/activations', { body });
      this.done.set(true);
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }
}
