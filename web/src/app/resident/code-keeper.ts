import { Injectable, computed, inject, signal } from '@angular/core';
import { v7 as newId } from 'uuid';
import { problemOf } from '../api/problem';
import { ServerClock } from '../api/server-clock';
import { ActiveCause, CodeView, IssuedCredential } from '../api/types';
import { SessionStore } from '../session/session-store';
import { DeviceCode, Drawing } from './device-code';
import { KeptCode, KeptCodes, News } from './kept-code';
import { oneAtATime } from './one-at-a-time';
import { ResidentApi } from './resident-api';
import { credentialDue, ranOut, secretAt, secretOfDay } from './validity';
import { deviceName } from './device-name';

/** Less than one step of the digits: with yesterday's secret they are read until a minute after midnight. */
const NEW_DAY_MS = 20_000;
const ISSUING = 'bamin.issuing';

/**
 * Keeps this device able to show the code: key, credential, digit secrets and the last answer, in one record of the browser.
 * `sync` talks to the server when it can; `refreshShown` makes what is shown and never makes a request.
 */
@Injectable({ providedIn: 'root' })
export class CodeKeeper {
  private readonly api = inject(ResidentApi);
  private readonly session = inject(SessionStore);
  private readonly device = inject(DeviceCode);
  private readonly store = inject(KeptCodes);
  readonly clock = inject(ServerClock);

  private readonly kept = signal<KeptCode | undefined>(undefined);
  readonly view = computed(() => this.kept()?.view);
  readonly causes = signal<readonly ActiveCause[]>([]);
  readonly digits = signal<readonly string[] | undefined>(undefined);
  readonly qr = signal<Drawing | undefined>(undefined);
  readonly offline = signal(false);
  readonly unclaimed = signal(false);
  /** The server's colour is known but this device may not present: its clock or credential ran out. */
  readonly stale = signal(false);
  readonly digitsOnly = signal(!this.device.canPresent());
  readonly insecure = !this.device.canCompute();
  readonly problem = signal<unknown>(undefined);
  /** This device has no place among those that show the code yet: it takes an SMS, and before that a free place. */
  readonly unconfirmed = computed(() =>
    ['DEVICE.SMS_REQUIRED', 'DEVICE.TOO_MANY'].includes(problemCode(this.problem()) ?? ''),
  );
  readonly digitsNeedSms = signal(false);
  /** What stands in the frame may be read as the verdict: this device is confirmed, its credential and clock are right, the picture is made. */
  readonly presentable = computed(
    () =>
      !this.stale() &&
      this.clock.state() !== 'doubtful' &&
      (this.qr() !== undefined || (this.digitsOnly() && this.digits() !== undefined)),
  );
  /** Another tab signed out or gave up this device. */
  readonly closed = signal(false);
  private syncing?: Promise<void>;
  private newDay?: ReturnType<typeof setTimeout>;

  constructor() {
    this.store.hear((news) => void this.heard(news));
  }

  /** Shows what the device keeps at once, then asks the server. */
  async open(): Promise<void> {
    const accountId = this.session.session()?.accountId ?? '';
    const kept = await this.store.read();
    if (kept && kept.accountId !== accountId) await this.forget();
    this.kept.set(kept?.accountId === accountId ? kept : { accountId });
    this.closed.set(false);
    await this.refreshShown();
    await this.sync();
  }

  /** One at a time: a second caller waits for the first. */
  sync(): Promise<void> {
    this.syncing ??= this.ask().finally(() => (this.syncing = undefined));
    return this.syncing;
  }

  /** The 30-second work of the device: a new presentation and the digits of now. At midnight it has the new day's secret asked for. */
  async refreshShown(): Promise<void> {
    const kept = this.kept();
    if (!kept) return;
    const now = this.clock.now();
    this.stale.set(ranOut(kept, now));
    const secret = secretAt(kept, now);
    if (!secretOfDay(kept, now)) this.askForNewDay(kept);
    const digits =
      secret && kept.digits && this.device.canCompute()
        ? await this.device.digits(kept.digits.serial, secret, now)
        : undefined;
    this.digits.set(digits?.match(/.{4}/g) ?? undefined);
    const usable = kept.credential && kept.keys && !this.stale();
    this.qr.set(usable ? this.device.draw(await this.device.present(kept.credential!, kept.keys!, now)) : undefined);
  }

  async deviceId(): Promise<string | undefined> {
    return (this.kept() ?? (await this.store.read()))?.deviceId;
  }

  /** The answer of the step-up: the code from the SMS lets this device be enrolled. */
  async confirm(smsCode: string): Promise<void> {
    const before = this.kept()?.deviceId;
    await oneAtATime(ISSUING, async () => {
      await this.reread();
      const confirmedElsewhere = this.kept()?.deviceId !== before && this.kept()?.credential;
      if (!confirmedElsewhere) await this.enrol(smsCode);
    });
    this.problem.set(undefined);
    await this.sync();
  }

  /** Before signing out: the device gives up its place and its keys. */
  async leave(): Promise<void> {
    const deviceId = await this.deviceId();
    if (deviceId) await this.api.revoke(deviceId).catch(() => undefined);
    await this.forget();
  }

  async forget(): Promise<void> {
    await this.store.delete();
    this.store.tell('gone');
    this.clear();
  }

  private clear(): void {
    this.kept.set(undefined);
    this.causes.set([]);
    this.qr.set(undefined);
    this.digits.set(undefined);
    this.problem.set(undefined);
    this.unclaimed.set(false);
  }

  private async heard(news: News): Promise<void> {
    if (!this.kept()) return;
    this.closed.set(news === 'gone');
    if (news === 'gone') return this.clear();
    await this.reread();
    if (this.unconfirmed()) this.problem.set(undefined);
    await this.refreshShown();
  }

  /** What another tab may have written. */
  private async reread(): Promise<void> {
    const stored = await this.store.read();
    if (stored && stored.accountId === this.kept()?.accountId) this.kept.set(stored);
  }

  private async ask(): Promise<void> {
    if (!this.kept()) return;
    try {
      await this.askForChanges();
      this.offline.set(false);
      if (this.unconfirmed()) return;
      await this.askForCredential();
      await this.askForDigits();
      this.problem.set(undefined);
    } catch (error) {
      const problem = problemOf(error);
      this.offline.set(problem.offline);
      this.unclaimed.set(problem.code === 'CODE.NOT_CLAIMED');
      const shownAnyway = problem.offline && this.view() !== undefined;
      this.problem.set(shownAnyway ? undefined : problem);
    }
    await this.refreshShown();
  }

  private async askForChanges(): Promise<void> {
    const kept = this.kept()!;
    const known = kept.view && this.causesKnown(kept.view) ? kept.etag : undefined;
    try {
      const { view, etag } = await this.api.codeSince(known);
      const { causes, ...shown } = view;
      this.causes.set(causes);
      await this.keep({ view: shown, etag });
    } catch (error) {
      if (problemOf(error).status !== 304) throw error;
    }
  }

  private async askForDigits(): Promise<void> {
    if (secretOfDay(this.kept()!, this.clock.now())) return;
    try {
      await this.keep({ digits: await this.api.digits() });
      this.digitsNeedSms.set(false);
    } catch (error) {
      // A device enrolled in an earlier session still shows its QR.
      if (!this.kept()?.credential || problemCode(error) !== 'DEVICE.SMS_REQUIRED') throw error;
      await this.keep({ digits: undefined });
      this.digitsNeedSms.set(true);
    }
  }

  /** A city's phones do not ask in the same second of midnight; yesterday's digits are read for another minute. */
  private askForNewDay({ digits }: KeptCode): void {
    if (!digits || this.newDay !== undefined) return;
    this.newDay = setTimeout(
      () => void this.sync().finally(() => (this.newDay = undefined)),
      Math.random() * NEW_DAY_MS,
    );
  }

  /** Tabs that notice it together must not each take a place among the devices: the later one finds what the first was given. */
  private async askForCredential(): Promise<void> {
    const due = () => credentialDue(this.kept()!, this.clock.now());
    if (this.digitsOnly() || !due()) return;
    await oneAtATime(ISSUING, async () => {
      await this.reread();
      if (this.kept() && due()) await this.takeCredential();
    });
  }

  private async takeCredential(): Promise<void> {
    const { deviceId, keys } = this.kept()!;
    if (!deviceId || !keys) return this.enrol();
    try {
      await this.keepCredential(await this.api.renew(deviceId));
    } catch (error) {
      if (problemOf(error).status !== 404) throw error;
      // Revoked: what it still holds is refused everywhere and must not be shown.
      await this.keep({ deviceId: undefined, keys: undefined, credential: undefined });
      await this.enrol();
    }
  }

  private async enrol(smsCode?: string): Promise<void> {
    const id = newId();
    const { keys, publicKey } = await this.device.newKeys();
    const issued = await this.api.enrol({
      id,
      name: deviceName(navigator.userAgent),
      publicKey,
      ...(smsCode ? { smsCode } : {}),
    });
    await this.keepCredential({ ...issued, deviceId: issued.deviceId ?? id }, keys);
    this.problem.set(undefined);
    await navigator.storage?.persist?.().catch(() => false);
  }

  private async keepCredential(issued: IssuedCredential, keys = this.kept()?.keys): Promise<void> {
    const { credential, expiresAt, renewAfter } = issued;
    const deviceId = issued.deviceId ?? this.kept()?.deviceId;
    await this.keep({
      keys,
      credential,
      expiresAt,
      renewAfter,
      deviceId,
      issuedColour: this.view()?.colour,
      issuedEpoch: this.view()?.digitsEpoch,
    });
    this.store.tell('issued');
  }

  /** A browser that keeps nothing (private window) still shows until it is closed. */
  private async keep(change: Partial<KeptCode>): Promise<void> {
    const known = this.kept();
    if (!known) return;
    this.kept.set({ ...known, ...change });
    const merged = await this.store.merge(known, change);
    if (this.kept()) this.kept.set(merged);
  }

  /** Reasons are not kept on the device, so an orange view is asked for in full once after opening. */
  private causesKnown(view: Omit<CodeView, 'causes'>): boolean {
    return view.colour === 'green' || this.causes().length > 0;
  }
}

function problemCode(problem: unknown): string | undefined {
  return problem === undefined ? undefined : problemOf(problem).code;
}
