import { ChangeDetectionStrategy, Component, DestroyRef, Injector, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { problemOf } from '../api/problem';
import { Confirmation } from '../ui/dialog/confirmation';
import { DigitsField } from '../ui/forms/digits-field';
import { focusOn } from '../ui/focus-on';
import { ProblemNotice } from '../ui/problem-notice';
import { UnsavedWork } from '../ui/unsaved-work';
import { CodeCamera } from './code-camera';
import { CurrentShift } from './current-shift';
import { FeedbackForm } from './feedback-form';
import { ScanAttempts, ScanResult, Shown } from './scan-attempts';
import { ScanInHand } from './scan-in-hand';
import { ScanResultCard } from './scan-result-card';
import { signalOutcome } from './signal-outcome';
import { StillInView } from './still-in-view';
import { DIGITS_LENGTH, luhnValid } from './typed-digits';
import { Busy } from '../ui/busy';

/** The scanner's working page (guide, chapter 4, step 4): camera or digits → result → feedback → next person. */
@Component({
  selector: 'app-scan',
  imports: [
    Busy,
    CodeCamera,
    DigitsField,
    FeedbackForm,
    FormsModule,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    MatProgressBarModule,
    ProblemNotice,
    RouterLink,
    ScanResultCard,
    TranslocoPipe,
  ],
  providers: [ScanAttempts],
  templateUrl: './scan.html',
  styleUrl: './scan.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Scan {
  private readonly attempts = inject(ScanAttempts);
  private readonly inHand = inject(ScanInHand);
  private readonly router = inject(Router);
  private readonly unsaved = inject(UnsavedWork);
  private readonly transloco = inject(TranslocoService);
  private readonly injector = inject(Injector);
  private readonly stillInView = inject(StillInView);
  private shown: Shown | undefined;
  private readonly confirmation = inject(Confirmation);
  protected readonly current = inject(CurrentShift);

  protected readonly length = DIGITS_LENGTH;
  protected readonly digits = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);
  protected readonly result = signal<ScanResult | undefined>(undefined);
  /** Once opened, the form keeps what was chosen in it while the result is looked at again. */
  protected readonly feedback = signal<'none' | 'open' | 'aside'>('none');
  protected readonly sent = signal(false);
  /** The shift was ended or moved elsewhere: in another tab, by another device. */
  protected readonly moved = signal(false);
  /** 查看 was pressed before there were sixteen digits. */
  protected readonly tooFew = signal(false);
  /** What the camera saw when no answer came; digits still stand in their field. */
  protected readonly unanswered = computed(() => {
    const shown = this.attempts.unanswered()?.shown;
    return shown && 'presentation' in shown ? shown : undefined;
  });
  protected readonly complete = computed(() => this.digits().length === DIGITS_LENGTH);
  protected readonly missing = computed(() => this.tooFew() && !this.complete());
  protected readonly typo = computed(() => this.complete() && !luhnValid(this.digits()));

  constructor() {
    const isOpen = () => this.result()?.feedbackBy === 'you';
    this.unsaved.register({ isOpen, discard: () => this.discard() }, inject(DestroyRef));
    void this.resume();
  }

  protected lookUp(): void {
    this.tooFew.set(!this.complete());
    if (this.complete() && !this.typo()) void this.scan({ digits: this.digits() });
    else focusOn('digits', this.injector);
  }

  protected async scan(shown: Shown): Promise<void> {
    const shift = this.current.shift();
    if (this.busy() || this.result() || !shift) return;
    this.busy.set(true);
    this.problem.set(undefined);
    this.sent.set(false);
    this.moved.set(false);
    try {
      this.show(await this.attempts.scan(shift.shiftId, shown), shown);
    } catch (error) {
      await this.refused(error);
    } finally {
      this.busy.set(false);
    }
  }

  protected feedbackSent(): void {
    this.next();
    this.sent.set(true);
  }

  /** 下一位 without feedback is a choice; with a form half filled it may be a slip of the finger. */
  protected async skip(): Promise<void> {
    if (this.feedback() === 'none') this.next();
    else await this.discard();
  }

  protected openFeedback(): void {
    this.feedback.set('open');
    focusOn('feedback-title', this.injector);
  }

  protected closeFeedback(): void {
    this.feedback.set('aside');
    focusOn('scan-result', this.injector);
  }

  private show(result: ScanResult, shown: Shown): void {
    signalOutcome(result);
    this.result.set(result);
    this.shown = shown;
    this.rememberWhoStandsThere();
    focusOn('scan-result', this.injector);
  }

  /** Back from the door the person still stands there. What the server does not answer any more is looked at anew. */
  private async resume(): Promise<void> {
    this.busy.set(true);
    try {
      const before = await this.attempts.resume(this.current.shift()?.shiftId);
      if (!before) return;
      this.show(before.result, before.shown);
      if (this.inHand.typed()) this.openFeedback();
    } catch (error) {
      if (this.attempts.unanswered()) this.problem.set(error);
      else this.inHand.letGo();
    } finally {
      this.busy.set(false);
    }
  }

  private next(): void {
    this.inHand.letGo();
    this.rememberWhoStandsThere();
    this.result.set(undefined);
    this.feedback.set('none');
    this.digits.set('');
    this.tooFew.set(false);
    // Who scans has no use for a keyboard that covers the camera: the field is one Tab away.
    focusOn(this.shown && 'digits' in this.shown ? 'digits' : 'digits-title', this.injector);
  }

  private rememberWhoStandsThere(): void {
    if (this.shown && 'presentation' in this.shown) this.stillInView.handle(this.shown.presentation, performance.now());
  }

  private async refused(error: unknown): Promise<void> {
    if (problemOf(error).code !== 'SHIFT.NOT_OPEN') return this.problem.set(error);
    try {
      const shift = await this.current.load();
      this.moved.set(true);
      if (!shift) focusOn('moved', this.injector); // Else the field is still there, and is looked up again from it.
    } catch (failure) {
      this.problem.set(failure);
    }
  }

  private async discard(): Promise<boolean> {
    const [title, text, confirm] = ['title', 'text', 'confirm'].map((key) =>
      this.transloco.translate<string>(`scanner.unsaved.${key}`),
    );
    const agreed = await this.confirmation.agreed({ title: title!, text: text!, confirm: confirm!, danger: true });
    if (agreed) this.next();
    return agreed;
  }

  protected async endShift(): Promise<void> {
    if (!(await this.unsaved.mayLeave())) return;
    try {
      await this.current.end();
      await this.router.navigate(['/scanner/shift']);
    } catch (error) {
      await this.refused(error);
    }
  }
}
