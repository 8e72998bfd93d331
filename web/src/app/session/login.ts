import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  inject,
  input,
  linkedSignal,
  signal,
  viewChild,
  viewChildren,
} from '@angular/core';
import { form } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiAccountOutline, mdiOfficeBuildingOutline } from '@mdi/js';
import { Icon } from '../ui/icon';
import { ProblemNotice } from '../ui/problem-notice';
import { SentForm } from '../ui/forms/sent-form';
import { atMost, filled } from '../ui/forms/slips';
import { TextField } from '../ui/forms/text-field';
import { DoorFrame } from './door-frame';
import { PasswordField } from './password-field';
import { Permissions } from './permissions';
import { Door, SessionStore } from './session-store';
import { Busy } from '../ui/busy';

/** One login page with the guide's two doors: 个人用户 and 法人用户. */
@Component({
  selector: 'app-login',
  imports: [Busy, DoorFrame, Icon, PasswordField, ProblemNotice, RouterLink, SentForm, TextField, TranslocoPipe],
  templateUrl: './login.html',
  styleUrl: './door.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Login {
  protected readonly store = inject(SessionStore);
  private readonly permissions = inject(Permissions);
  private readonly router = inject(Router);
  private readonly tabs = viewChildren<ElementRef<HTMLButtonElement>>('tab');
  /** Where the person wanted to go before the door stopped them. */
  readonly then = input<string>();

  protected readonly doors: readonly { door: Door; icon: string }[] = [
    { door: 'personal', icon: mdiAccountOutline },
    { door: 'organization', icon: mdiOfficeBuildingOutline },
  ];
  protected readonly door = linkedSignal<Door>(() => this.permissions.doorOf(this.then()));
  private readonly sent = viewChild.required(SentForm);
  private readonly typed = signal({ login: '', password: '' });
  protected readonly form = form(this.typed, (path) => {
    filled(path.login);
    filled(path.password);
    atMost(path.login, 64);
    atMost(path.password, 128);
  });

  protected open(door: Door): void {
    this.door.set(door);
    this.sent().show(undefined);
  }

  /** Arrow keys move between the doors, as in any tab list. */
  protected step(): void {
    this.open(this.door() === 'personal' ? 'organization' : 'personal');
    this.tabs()[this.door() === 'personal' ? 0 : 1]?.nativeElement.focus();
  }

  protected readonly signIn = async (): Promise<void> => {
    const { login, password } = this.typed();
    const session = await this.store.signIn(this.door(), login.trim(), password);
    const choosing = session.capacities.length > 1 && !session.mustChangePassword;
    const wanted = this.then()?.startsWith('/') && !this.then()?.startsWith('//') ? this.then() : undefined;
    const next = choosing
      ? '/capacities'
      : session.mustChangePassword
        ? '/password'
        : (wanted ?? this.permissions.homeOf(session));
    await this.router.navigateByUrl(next, { replaceUrl: true });
  };
}
