import { ChangeDetectionStrategy, Component, ElementRef, inject, input, signal, viewChildren } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiAccountOutline, mdiOfficeBuildingOutline } from '@mdi/js';
import { Door } from '../api/types';
import { EMPTY, FieldProblem } from '../ui/field-problem';
import { Gaps } from '../ui/gaps';
import { Icon } from '../ui/icon';
import { ProblemNotice } from '../ui/problem-notice';
import { DoorFrame } from './door-frame';
import { homeOf } from './guards';
import { PasswordField } from './password-field';
import { SessionStore } from './session-store';

/** One login page with the guide's two doors: 个人用户 and 法人用户. */
@Component({
  selector: 'app-login',
  imports: [DoorFrame, FieldProblem, FormsModule, Gaps, Icon, PasswordField, ProblemNotice, RouterLink, TranslocoPipe],
  templateUrl: './login.html',
  styleUrl: './door.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Login {
  private readonly store = inject(SessionStore);
  private readonly router = inject(Router);
  private readonly tabs = viewChildren<ElementRef<HTMLButtonElement>>('tab');
  /** Where the person wanted to go before the door stopped them. */
  readonly then = input<string>();

  protected readonly doors: readonly { door: Door; icon: string }[] = [
    { door: 'personal', icon: mdiAccountOutline },
    { door: 'organization', icon: mdiOfficeBuildingOutline },
  ];
  protected readonly door = signal<Door>('personal');
  protected readonly empty = EMPTY;
  protected readonly login = signal('');
  protected readonly password = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);

  protected open(door: Door): void {
    this.door.set(door);
    this.problem.set(undefined);
  }

  /** Arrow keys move between the doors, as in any tab list. */
  protected step(): void {
    this.open(this.door() === 'personal' ? 'organization' : 'personal');
    this.tabs()[this.door() === 'personal' ? 0 : 1]?.nativeElement.focus();
  }

  protected async signIn(): Promise<void> {
    if (this.busy() || !this.login().trim() || !this.password()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const session = await this.store.signIn(this.door(), this.login().trim(), this.password());
      const choosing = session.capacities.length > 1 && !session.mustChangePassword;
      const wanted = this.then()?.startsWith('/') && !this.then()?.startsWith('//') ? this.then() : undefined;
      const next = choosing ? '/capacities' : session.mustChangePassword ? '/password' : (wanted ?? homeOf(session));
      await this.router.navigateByUrl(next, { replaceUrl: true });
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }
}
