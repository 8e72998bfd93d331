import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormField, form, validate } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { v7 as newId } from 'uuid';
import { FieldProblem } from '../ui/forms/field-problem';
import { ProblemNotice } from '../ui/problem-notice';
import { SentForm, Slip } from '../ui/forms/sent-form';
import { atMost, filled, mobileNumber, smsDigits } from '../ui/forms/slips';
import { SmsCodeField } from '../ui/forms/sms-code-field';
import { TextField } from '../ui/forms/text-field';
import { DocumentFields, documentOf, documentTyped, NO_DOCUMENT } from './document-fields';
import { DoorFrame } from './door-frame';
import { newPassword, NewPassword } from './new-password';
import { SessionStore } from './session-store';
import { Busy } from '../ui/busy';

/** 个人注册: mobile by SMS, name and document; the face follows inside. A repeated submit is the same registration. */
@Component({
  selector: 'app-register',
  imports: [
    Busy,
    DocumentFields,
    DoorFrame,
    FieldProblem,
    FormField,
    NewPassword,
    ProblemNotice,
    RouterLink,
    SentForm,
    SmsCodeField,
    TextField,
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

  private readonly typed = signal({
    name: '',
    document: NO_DOCUMENT,
    mobile: '',
    smsCode: '',
    password: '',
    repeated: '',
    agreement: false,
  });
  protected readonly form = form(this.typed, (path) => {
    filled(path.name);
    atMost(path.name, 50);
    documentTyped(path.document);
    mobileNumber(path.mobile);
    smsDigits(path.smsCode);
    newPassword(path.password, path.repeated);
    validate(path.agreement, ({ value }): Slip | undefined =>
      value() ? undefined : { kind: 'empty', message: 'session.register.agreeFirst' },
    );
  });

  protected readonly register = async (): Promise<void> => {
    const { name, document, mobile, smsCode, password } = this.typed();
    await this.store.register({
      id: this.id,
      name: name.trim(),
      mobile: mobile.trim(),
      smsCode,
      password,
      agreement: true,
      document: documentOf(document),
    });
    await this.router.navigateByUrl('/home', { replaceUrl: true });
  };
}
