import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { form } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { ProblemNotice } from '../ui/problem-notice';
import { SentForm } from '../ui/forms/sent-form';
import { mobileNumber, smsDigits } from '../ui/forms/slips';
import { SmsCodeField } from '../ui/forms/sms-code-field';
import { TextField } from '../ui/forms/text-field';
import { DocumentFields, documentOf, documentTyped, NO_DOCUMENT } from './document-fields';
import { DoorFrame } from './door-frame';
import { newPassword, NewPassword } from './new-password';
import { SessionStore } from './session-store';
import { Busy } from '../ui/busy';

/** 找回密码: the registered mobile and the document; afterwards one is signed in. */
@Component({
  selector: 'app-recover',
  imports: [
    Busy,
    DocumentFields,
    DoorFrame,
    NewPassword,
    ProblemNotice,
    RouterLink,
    SentForm,
    SmsCodeField,
    TextField,
    TranslocoPipe,
  ],
  templateUrl: './recover.html',
  styleUrl: './door.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Recover {
  private readonly store = inject(SessionStore);
  private readonly router = inject(Router);

  private readonly typed = signal({ mobile: '', smsCode: '', document: NO_DOCUMENT, password: '' });
  protected readonly form = form(this.typed, (path) => {
    mobileNumber(path.mobile);
    smsDigits(path.smsCode);
    documentTyped(path.document);
    newPassword(path.password);
  });

  protected readonly recover = async (): Promise<void> => {
    const { mobile, smsCode, document, password } = this.typed();
    await this.store.recover({ mobile: mobile.trim(), smsCode, password, document: documentOf(document) });
    await this.router.navigateByUrl('/home', { replaceUrl: true });
  };
}
