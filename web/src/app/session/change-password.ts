import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { Gaps } from '../ui/gaps';
import { ProblemNotice } from '../ui/problem-notice';
import { DoorFrame } from './door-frame';
import { homeOf } from './guards';
import { longEnough, NewPassword } from './new-password';
import { PasswordField } from './password-field';
import { SessionStore } from './session-store';

/** After a one-time password there is no way past this page; later it is a free choice. */
@Component({
  selector: 'app-change-password',
  imports: [DoorFrame, Gaps, NewPassword, PasswordField, ProblemNotice, TranslocoPipe],
  template: `
    <app-door-frame>
      <h1>{{ 'session.password.title' | transloco }}</h1>
      <p class="lead">{{ (forced() ? 'session.password.forced' : 'session.password.lead') | transloco }}</p>
      <form appGaps (submit)="$event.preventDefault(); change()">
        <app-password-field
          name="current"
          path="current"
          [problem]="problem()"
          [label]="(forced() ? 'session.password.oneTime' : 'session.password.current') | transloco"
          [(value)]="current"
        />
        <app-new-password
          name="next"
          path="next"
          [problem]="problem()"
          [label]="'session.password.next' | transloco"
          [(value)]="next"
        />
        <app-password-field
          name="repeat"
          autocomplete="new-password"
          [label]="'session.password.repeat' | transloco"
          [wrong]="repeated() !== next() ? 'session.password.differs' : ''"
          [(value)]="repeated"
        />
        <app-problem-notice [problem]="problem()" [fields]="['current', 'next']" />
        <button type="submit" class="bm-button filled large wide" [disabled]="busy()">
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
  private readonly router = inject(Router);
  protected readonly current = signal('');
  protected readonly next = signal('');
  protected readonly repeated = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);
  protected readonly forced = computed(() => this.store.session()?.mustChangePassword ?? false);
  protected readonly complete = computed(
    () => this.current() !== '' && longEnough(this.next()) && this.next() === this.repeated(),
  );

  protected async change(): Promise<void> {
    if (!this.complete() || this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await this.store.changePassword(this.current(), this.next());
      const session = this.store.session();
      await this.router.navigateByUrl(session ? homeOf(session) : '/login');
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }

  protected async leave(): Promise<void> {
    if (!this.forced()) return void (await this.router.navigateByUrl('/'));
    try {
      await this.store.signOut();
      await this.router.navigateByUrl('/login');
    } catch (error) {
      this.problem.set(error);
    }
  }
}
