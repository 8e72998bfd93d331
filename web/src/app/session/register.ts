import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { v7 as newId } from 'uuid';
import { EMPTY, FieldProblem } from '../ui/field-problem';
import { Gaps } from '../ui/gaps';
import { mobileLooksRight } from '../ui/mobile';
import { ProblemNotice } from '../ui/problem-notice';
import { SmsCodeField } from '../ui/sms-code-field';
import { DocumentFields, TypedDocument } from './document-fields';
import { DoorFrame } from './door-frame';
import { longEnough, NewPassword } from './new-password';
import { PasswordField } from './password-field';
import { SessionStore } from './session-store';
import { mobileGap } from './typed-document';

/** 个人注册: mobile by SMS, name and document; the face follows inside. A repeated submit is the same registration. */
@Component({
  selector: 'app-register',
  imports: [
    DocumentFields,
    DoorFrame,
    FieldProblem,
    FormsModule,
    Gaps,
    NewPassword,
    PasswordField,
    ProblemNotice,
    RouterLink,
    SmsCodeField,
    TranslocoPipe,
  ],
  templateUrl: './register.html',
  styleUrl: './door.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Register {
  private readonly store = inject(SessionStore);
  private readonly router = inject(Router);
  private readonly id = newId();

  protected readonly empty = EMPTY;
  protected readonly fields = ['name', 'document', 'mobile', 'smsCode', 'password', 'agreement'];
  protected readonly name = signal('');
  protected readonly document = signal<TypedDocument | undefined>(undefined);
  protected readonly mobile = signal('');
  protected readonly smsCode = signal('');
  protected readonly password = signal('');
  protected readonly repeated = signal('');
  protected readonly agreed = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);

  protected readonly mobileGood = computed(() => mobileLooksRight(this.mobile()));
  protected readonly mobileGap = computed(() => mobileGap(this.mobile()));
  protected readonly differs = computed(() => this.repeated() !== this.password());
  protected readonly complete = computed(
    () =>
      this.name().trim() !== '' &&
      this.document() !== undefined &&
      this.mobileGood() &&
      /^\d{6}$/.test(this.smsCode()) &&
      longEnough(this.password()) &&
      !this.differs() &&
      this.agreed(),
  );

  protected async register(): Promise<void> {
    if (!this.complete() || this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await this.store.register({
        id: this.id,
        name: this.name().trim(),
        mobile: this.mobile().trim(),
        smsCode: this.smsCode(),
        password: this.password(),
        agreement: true,
        document: this.document()!,
      });
      await this.router.navigateByUrl('/home', { replaceUrl: true });
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }
}
