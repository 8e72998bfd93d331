import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { FieldProblem } from '../ui/field-problem';
import { Gaps } from '../ui/gaps';
import { mobileLooksRight } from '../ui/mobile';
import { ProblemNotice } from '../ui/problem-notice';
import { SmsCodeField } from '../ui/sms-code-field';
import { DocumentFields, TypedDocument } from './document-fields';
import { DoorFrame } from './door-frame';
import { longEnough, NewPassword } from './new-password';
import { SessionStore } from './session-store';
import { mobileGap } from './typed-document';

/** 找回密码: the registered mobile and the document; afterwards one is signed in. */
@Component({
  selector: 'app-recover',
  imports: [
    DocumentFields,
    DoorFrame,
    FieldProblem,
    FormsModule,
    Gaps,
    NewPassword,
    ProblemNotice,
    RouterLink,
    SmsCodeField,
    TranslocoPipe,
  ],
  templateUrl: './recover.html',
  styleUrl: './door.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Recover {
  private readonly store = inject(SessionStore);
  private readonly router = inject(Router);

  protected readonly mobile = signal('');
  protected readonly document = signal<TypedDocument | undefined>(undefined);
  protected readonly smsCode = signal('');
  protected readonly password = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);
  protected readonly mobileGood = computed(() => mobileLooksRight(this.mobile()));
  protected readonly mobileGap = computed(() => mobileGap(this.mobile()));
  protected readonly complete = computed(
    () =>
      this.mobileGood() &&
      this.document() !== undefined &&
      /^\d{6}$/.test(this.smsCode()) &&
      longEnough(this.password()),
  );

  protected async recover(): Promise<void> {
    if (!this.complete() || this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await this.store.recover({
        mobile: this.mobile().trim(),
        smsCode: this.smsCode(),
        password: this.password(),
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
