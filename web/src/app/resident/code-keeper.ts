import { Injectable, computed, inject, signal } from '@angular/core';
import { Api } from '../api/client';
import { Problem, problemOf } from '../api/problem';
import { ServerClock } from '../api/server-clock';
import { SessionStore } from '../session/session-store';
import { isClear } from '../ui/colours';
import { ActiveCause, codeState, needsSms } from './code-state';
import { Credentials } from './credentials';
import { DeviceCode, Drawing } from './device-code';
import { DeviceRecord } from './device-record';
import { KeptCode, News } from './kept-code';
import { ranOut, secretAt, secretOfDay } from './validity';

/** Less than one step of the digits: with yesterday's secret they are read until a minute after midnight. */
const NEW_DAY_MS = 20_000;

/**
 * Keeps this device able to show the code. `sync` talks to the server when it can; `refreshShown` makes what is shown and never makes a
 * request. What the page shows of it is one `state`.
 */
@Injectable({ providedIn: 'root' })
export class CodeKeeper {
  private readonly api = inject(Api);
  private readonly session = inject(SessionStore);
  private readonly device = inject(DeviceCode);
  private readonly record = inject(DeviceRecord);
  private readonly credentials = inject(Credentials);
  readonly clock = inject(ServerClock);

  readonly causes = signal<readonly ActiveCause[]>([]);
  readonly offline = signal(false);
  private readonly ranOut = signal(false);
  private readonly qr = signal<Drawing | undefined>(undefined);
  private readonly digits = signal<readonly string[] | undefined>(undefined);
  private readonly digitsNeedSms = signal(false);
  private readonly problem = signal<Problem | undefined>(undefined);
  private readonly closed = signal(false);
  readonly state = computed(() =>
    codeState({
      ability: this.device.ability(),
      clock: this.clock.state(),
      view: this.record.kept()?.view,
      ranOut: this.ranOut(),
      qr: this.qr(),
      digits: this.digits(),
      digitsNeedSms: this.digitsNeedSms(),
      problem: this.problem(),
      closed: this.closed(),
    }),
  );
  /** Reasons are not kept on the device: where there are some, the first question is asked in full, whatever version is known. */
  private causesKnown = false;
  private syncing?: Promise<void>;
  private newDay?: ReturnType<typeof setTimeout>;

  constructor() {
    this.record.listen((news) => void this.onNews(news));
  }

  /** Shows what the device keeps at once, then asks the server. */
  async open(): Promise<void> {
    const accountId = this.session.session()?.accountId ?? '';
    if (this.record.kept()?.accountId !== accountId) this.clear();
    await this.record.open(accountId);
    this.closed.set(false);
    await this.refreshShown();
    await this.sync();
  }

  /** One at a time: a second caller waits for the first. */
  sync(): Promise<void> {
    this.syncing ??= this.fetchAll().finally(() => (this.syncing = undefined));
    return this.syncing;
  }

  /** The 30-second work of the device: a new presentation and the digits of now. At midnight it has the new day's secret asked for. */
  async refreshShown(): Promise<void> {
    const kept = this.record.kept();
    if (!kept) return;
    const now = this.clock.now();
    const secret = secretAt(kept, now);
    if (!secretOfDay(kept, now)) this.scheduleNewDay(kept);
    this.ranOut.set(ranOut(kept, now));
    const canCompute = secret && kept.digits && this.device.ability() !== 'insecure';
    const digits = canCompute ? await this.device.digits(kept.digits!.serial, secret, now) : undefined;
    this.digits.set(digits?.match(/.{4}/g) ?? undefined);
    const usable = kept.credential && kept.keys && !this.ranOut();
    this.qr.set(usable ? this.device.draw(await this.device.present(kept.credential!, kept.keys!, now)) : undefined);
  }

  deviceId(): Promise<string | undefined> {
    return this.record.deviceId();
  }

  /** The answer of the step-up: the code from the SMS lets this device be enrolled. */
  async confirm(smsCode: string): Promise<void> {
    await this.credentials.enrolBySms(smsCode);
    this.problem.set(undefined);
    await this.sync();
  }

  /** Before signing out: the device gives up its place and its keys. */
  async leave(): Promise<void> {
    const id = await this.deviceId();
    if (id) await this.api.call('DELETE /api/code/devices/{id}', { path: { id } }).catch(() => undefined);
    await this.forget();
  }

  async forget(): Promise<void> {
    await this.record.forget();
    this.clear();
  }

  private clear(): void {
    this.record.close();
    this.causes.set([]);
    this.causesKnown = false;
    this.qr.set(undefined);
    this.digits.set(undefined);
    this.problem.set(undefined);
  }

  private async onNews(news: News): Promise<void> {
    if (!this.record.kept()) return;
    this.closed.set(news === 'gone');
    if (news === 'gone') return this.clear();
    await this.record.reread();
    if (needsSms(this.problem())) this.problem.set(undefined);
    await this.refreshShown();
  }

  private async fetchAll(): Promise<void> {
    if (!this.record.kept()) return;
    try {
      await this.fetchView();
      this.offline.set(false);
      if (needsSms(this.problem())) return;
      if (this.device.ability() === 'presents') await this.credentials.renewIfDue();
      await this.fetchDigits();
      this.problem.set(undefined);
    } catch (error) {
      const problem = problemOf(error);
      this.offline.set(problem.offline);
      const shownAnyway = problem.offline && this.record.kept()?.view !== undefined;
      this.problem.set(shownAnyway ? undefined : problem);
    }
    await this.refreshShown();
  }

  private async fetchView(): Promise<void> {
    const { view: known, etag } = this.record.kept()!;
    const nothingToExplain = isClear(known?.colourWords);
    const changed = await this.api.changed('GET /api/code', this.causesKnown || nothingToExplain ? etag : undefined);
    if (!changed) return;
    const { causes, ...view } = changed.answer;
    this.causes.set(causes);
    this.causesKnown = true;
    await this.record.change({ view, etag: changed.etag });
  }

  private async fetchDigits(): Promise<void> {
    const kept = this.record.kept();
    if (!kept || secretOfDay(kept, this.clock.now())) return;
    try {
      await this.record.change({ digits: await this.api.call('GET /api/code/digits') });
      this.digitsNeedSms.set(false);
    } catch (error) {
      // A device enrolled in an earlier session still shows its QR.
      if (!this.record.kept()?.credential || problemOf(error).code !== 'DEVICE.SMS_REQUIRED') throw error;
      await this.record.change({ digits: undefined });
      this.digitsNeedSms.set(true);
    }
  }

  /** A city's phones do not ask in the same second of midnight; yesterday's digits are read for another minute. */
  private scheduleNewDay({ digits }: KeptCode): void {
    if (!digits || this.newDay !== undefined) return;
    this.newDay = setTimeout(
      () => void this.sync().finally(() => (this.newDay = undefined)),
      Math.random() * NEW_DAY_MS,
    );
  }
}
