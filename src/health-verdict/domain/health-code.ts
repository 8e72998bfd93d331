import { noticeWanted } from '../../identity/contracts/notices.js';
import { AggregateRoot } from '../../platform/kernel/aggregate-root.js';
import { CodeClaimedV1 } from '../contracts/events.js';
import { Device } from './device.js';
import { deviceNotice, type DeviceNews } from './device-notices.js';
import { type Enrolment, enrolmentOf, MOST_DEVICES, type Newcomer } from './devices.js';
import { deviceNeedsSms, noSuchDevice, notClaimed, otherDeviceKey, tooManyDevices } from './errors.js';

/** Where the code was first made: the browser's position, raw, and the area that the person chose. */
export interface InitialPosition {
  readonly areaKey: string;
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
  readonly accuracyMetres?: number | undefined;
}

/** Whose code it is: what is shown of the person, and the subject that evidence about them is filed under. */
export interface Holder {
  readonly residentId: string;
  readonly subjectId: string;
  readonly maskedName: string;
  readonly documentEnds: string;
  readonly birthYear: number | undefined;
}

/** What the digits are made of. */
export interface DigitsFacts {
  /** Nine digits, random: they tell neither when nor where the code was claimed. */
  readonly serial: string;
  /** Encrypted. */
  readonly digitsKey: Buffer;
}

export interface NewDevice extends Newcomer {
  readonly id: string;
  readonly name: string;
  readonly publicKey: Buffer;
}

/** How whoever enrols a device proved, beyond their session, that they are the holder. */
export type Proof = 'session' | 'sms';

/** 八闽健康码: claimed once, shown by at most three devices. What the colour is stands elsewhere; nothing here can set it. */
export class HealthCode extends AggregateRoot {
  readonly residentId: string;
  readonly subjectId: string;
  readonly maskedName: string;
  readonly documentEnds: string;
  readonly birthYear: number | undefined;
  readonly serial: string;
  readonly digitsKey: Buffer;
  readonly initialArea: string;
  readonly initialLatitude: number | undefined;
  readonly initialLongitude: number | undefined;
  readonly initialAccuracyMetres: number | undefined;
  readonly version: number = 1;
  private _digitsEpoch = 0;
  private _digitsEpochAt: Date | undefined;
  private _devices: Device[] = [];

  private constructor(
    readonly id: string,
    holder: Holder,
    digits: DigitsFacts,
    position: InitialPosition,
    readonly claimedAt: Date,
  ) {
    super();
    this.residentId = holder.residentId;
    this.subjectId = holder.subjectId;
    this.maskedName = holder.maskedName;
    this.documentEnds = holder.documentEnds;
    this.birthYear = holder.birthYear;
    this.serial = digits.serial;
    this.digitsKey = digits.digitsKey;
    this.initialArea = position.areaKey;
    this.initialLatitude = position.latitude;
    this.initialLongitude = position.longitude;
    this.initialAccuracyMetres = position.accuracyMetres;
  }

  static claim(id: string, holder: Holder, digits: DigitsFacts, position: InitialPosition, now: Date): HealthCode {
    const code = new HealthCode(id, holder, digits, position, now);
    const payload = { codeId: id, residentId: holder.residentId };
    code.record({
      type: CodeClaimedV1,
      aggregateId: id,
      aggregateVersion: 1,
      occurredAt: now.toISOString(),
      payload,
    });
    return code;
  }

  /** What the digits' secret hangs on beside the day: raised when a device or a session ends, so that what was read there ends with it. */
  get digitsEpoch(): number {
    return this._digitsEpoch;
  }

  /** The end that raised it last. */
  get digitsEpochAt(): Date | undefined {
    return this._digitsEpochAt;
  }

  /** Also those that no longer show it, in the order in which they came. */
  get devices(): readonly Device[] {
    return this._devices;
  }

  /** For the repository: the devices that are kept with it. */
  withDevices(devices: readonly Device[]): this {
    this._devices = [...devices];
    return this;
  }

  /**
   * What this device needs to show the code; nothing when it does already.
   * @throws DEVICE.OTHER_KEY, DEVICE.TOO_MANY, DEVICE.NOT_FOUND when what it is to replace does not show the code
   */
  proofFor(newcomer: NewDevice): Proof {
    if (this.enrolledBefore(newcomer)) return 'session';
    return this.enrolmentFor(newcomer).needs === 'sms' ? 'sms' : 'session';
  }

  /**
   * The device shows the code from now on, in the place of the one before it in the same session and of the one it is to replace. The same
   * request sent twice enrols it once.
   * @throws as `proofFor`, and DEVICE.SMS_REQUIRED
   */
  enrol(newcomer: NewDevice, proof: Proof, now: Date): Device {
    const before = this.enrolledBefore(newcomer);
    if (before) return before;
    const enrolment = this.enrolmentFor(newcomer);
    if (enrolment.needs === 'sms' && proof !== 'sms') throw deviceNeedsSms();
    const replaced = this.end((device) => enrolment.ends.includes(device.id), now);
    if (replaced.length > 0) this.endDigits(now);
    const { id, name, publicKey, sessionId } = newcomer;
    const device = new Device(id, this.id, name, publicKey, sessionId, now);
    this._devices.push(device);
    this.announce(replaced.length > 0 ? 'replaced' : 'enrolled', [device], now);
    return device;
  }

  /** @throws DEVICE.NOT_FOUND unless it shows the code until now */
  revoke(deviceId: string, now: Date): void {
    const device = this.showing(deviceId);
    this.announce(
      'revoked',
      this.end((it) => it === device, now),
      now,
    );
    this.endDigits(now);
  }

  /** A device shows the code as long as the session that enrolled it lives; what any session read of the digits ends with it. */
  closeSessions(sessionIds: readonly string[], endedAt: Date, now: Date): void {
    const theirs = (device: Device) => sessionIds.some((id) => id === device.sessionId);
    this.announce('signed-out', this.end(theirs, now), now);
    this.endDigits(endedAt);
  }

  /** @throws DEVICE.NOT_FOUND also for a device that was revoked, or that is somebody else's */
  showing(deviceId: string): Device {
    const device = this._devices.find(({ id, live }) => id === deviceId && live);
    if (!device) throw noSuchDevice();
    return device;
  }

  private enrolledBefore({ id, publicKey }: NewDevice): Device | undefined {
    const device = this._devices.find((it) => it.id === id);
    if (device && !Buffer.from(device.publicKey).equals(publicKey)) throw otherDeviceKey();
    return device;
  }

  private enrolmentFor(newcomer: Newcomer): Exclude<Enrolment, { needs: 'place' }> {
    if (newcomer.replaces) this.showing(newcomer.replaces);
    const enrolment = enrolmentOf(newcomer, this._devices);
    if (enrolment.needs === 'place') throw tooManyDevices({ most: MOST_DEVICES });
    return enrolment;
  }

  private end(which: (device: Device) => boolean, now: Date): Device[] {
    const ended = this._devices.filter((device) => device.live && which(device));
    for (const device of ended) device.revoke(now);
    return ended;
  }

  /** What was read of the digits' secrets until now is worth nothing. */
  private endDigits(at: Date): void {
    this._digitsEpoch += 1;
    if (!this._digitsEpochAt || this._digitsEpochAt < at) this._digitsEpochAt = at;
  }

  private announce(news: DeviceNews, devices: readonly Device[], now: Date): void {
    for (const { id } of devices) this.record(noticeWanted(now, deviceNotice(news, id, this.residentId)));
  }
}

export abstract class HealthCodes {
  /** Inside a transaction it is the caller's alone until that ends: whoever else wants to change it waits. */
  abstract ofResident(residentId: string): Promise<HealthCode | undefined>;
  /** Writes it with what it states. @throws CODE.ID_TAKEN when its id, its serial, or its resident is another code's */
  abstract add(code: HealthCode): Promise<void>;
  /** Writes what has changed with what it states. @throws DEVICE.NOT_FOUND when a new device has the id of somebody else's */
  abstract save(code: HealthCode): Promise<void>;

  /** @throws CODE.NOT_CLAIMED */
  async own(residentId: string): Promise<HealthCode> {
    const code = await this.ofResident(residentId);
    if (!code) throw notClaimed();
    return code;
  }
}
