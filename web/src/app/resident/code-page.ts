import { ChangeDetectionStrategy, Component, DestroyRef, computed, effect, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  mdiBrightness7,
  mdiClockAlertOutline,
  mdiCloudOffOutline,
  mdiEyeOffOutline,
  mdiEyeOutline,
  mdiInformationOutline,
  mdiQrcode,
} from '@mdi/js';
import { Api } from '../api/client';
import { isClear, PaintOf, signOf } from '../ui/colours';
import { Hotlines } from '../ui/hotlines';
import { Icon } from '../ui/icon';
import { InWords } from '../ui/in-words';
import { PageGone } from '../ui/page-gone';
import { ProblemNotice } from '../ui/problem-notice';
import { Loading } from '../ui/states';
import { CodeKeeper } from './code-keeper';
import { asksForSms, digitsOf, isHeld, notices } from './code-state';
import { ConfirmDevice } from './confirm-device';
import { Reasons } from './reasons';
import { shanghaiDate, shanghaiMinute, shanghaiTime } from './shanghai';
import { Busy } from '../ui/busy';

const CODE_LASTS_SECONDS = 30;
const SYNC_EVERY_MS = 60_000;
const FIRST_RETRY_MS = 2000;

/** A network that is just back fails the first questions: asked again after seconds, then less and less often. @param unanswered in a row */
export function pauseBeforeSync(unanswered: number): number {
  return unanswered === 0 ? SYNC_EVERY_MS : Math.min(SYNC_EVERY_MS, FIRST_RETRY_MS * 2 ** (unanswered - 1));
}

/** Shows the code. The QR and the digits are made on this device; the server is only asked for changes, and may be silent. */
@Component({
  selector: 'app-code-page',
  imports: [
    Busy,
    ConfirmDevice,
    Hotlines,
    Icon,
    InWords,
    Loading,
    PageGone,
    PaintOf,
    ProblemNotice,
    Reasons,
    TranslocoPipe,
  ],
  templateUrl: './code-page.html',
  styleUrls: ['./code-page.scss', './held-code.scss'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CodePage {
  protected readonly keeper = inject(CodeKeeper);
  private readonly api = inject(Api);
  private readonly router = inject(Router);

  protected readonly icons = {
    offline: mdiCloudOffOutline,
    clock: mdiClockAlertOutline,
    bright: mdiBrightness7,
    info: mdiInformationOutline,
    eye: mdiEyeOutline,
    eyeOff: mdiEyeOffOutline,
    waiting: mdiQrcode,
  };
  protected readonly signOf = signOf;
  protected readonly isClear = isClear;
  protected readonly now = signal(this.keeper.clock.now());
  protected readonly date = computed(() => shanghaiDate(this.now()));
  protected readonly time = computed(() => shanghaiTime(this.now()));
  protected readonly left = computed(() => CODE_LASTS_SECONDS - (Math.floor(this.now() / 1000) % CODE_LASTS_SECONDS));
  private readonly step = computed(() => Math.floor(this.now() / 1000 / CODE_LASTS_SECONDS));
  protected readonly name = signal<string | undefined>(undefined);
  protected readonly unmasking = signal(false);
  protected readonly unmaskingProblem = signal<unknown>(undefined);
  protected readonly notices = computed(() => notices(this.keeper.offline(), this.keeper.clock.state()));
  protected readonly digits = computed(() => digitsOf(this.keeper.state()));
  protected readonly isHeld = isHeld;
  /** An SMS makes this device one of those that show the code, or gives it its digits. */
  protected readonly confirming = computed(() => asksForSms(this.keeper.state()));
  protected readonly minute = shanghaiMinute;
  private second?: ReturnType<typeof setTimeout>;
  private question?: ReturnType<typeof setTimeout>;
  private unanswered = 0;

  constructor() {
    void this.open();
    effect(() => {
      this.step();
      void this.keeper.refreshShown();
    });
    effect(() => {
      if (this.keeper.clock.state() === 'doubtful') void this.keeper.sync();
    });
    effect(() => {
      if (this.keeper.state().kind === 'unclaimed') void this.router.navigateByUrl('/claim');
    });
    this.tick();
    this.watchVisibility();
  }

  /** The whole name is not kept on the device: without network it cannot be shown, and that is said. */
  protected async unmask(): Promise<void> {
    this.unmaskingProblem.set(undefined);
    if (this.name()) return this.name.set(undefined);
    this.unmasking.set(true);
    try {
      this.name.set((await this.api.call('GET /api/me')).name);
    } catch (error) {
      this.unmaskingProblem.set(error);
    } finally {
      this.unmasking.set(false);
    }
  }

  private async open(): Promise<void> {
    await this.keeper.open();
    this.scheduleSync();
  }

  /** On the full second of the server's time, so that the seconds run evenly. */
  private tick(): void {
    this.keeper.clock.watch();
    this.now.set(this.keeper.clock.now());
    this.second = setTimeout(() => this.tick(), 1000 - (this.keeper.clock.now() % 1000) + 5);
  }

  /** Jitter keeps a city's phones from asking in the same second. */
  private scheduleSync(): void {
    clearTimeout(this.question);
    if (document.visibilityState !== 'visible') return;
    this.unanswered = this.keeper.offline() ? this.unanswered + 1 : 0;
    this.question = setTimeout(
      () => {
        void this.keeper.sync().finally(() => this.scheduleSync());
      },
      pauseBeforeSync(this.unanswered) * (0.75 + Math.random() / 2),
    );
  }

  private watchVisibility(): void {
    const awake = () => {
      if (document.visibilityState !== 'visible') return clearTimeout(this.question);
      this.keeper.clock.wake();
      this.unanswered = 0;
      void this.keeper.refreshShown();
      void this.keeper.sync().finally(() => this.scheduleSync());
      void stayAwake();
    };
    document.addEventListener('visibilitychange', awake);
    window.addEventListener('online', awake);
    void stayAwake();
    inject(DestroyRef).onDestroy(() => {
      document.removeEventListener('visibilitychange', awake);
      window.removeEventListener('online', awake);
      clearTimeout(this.second);
      clearTimeout(this.question);
    });
  }
}

async function stayAwake(): Promise<void> {
  await navigator.wakeLock?.request('screen').catch(() => undefined);
}
