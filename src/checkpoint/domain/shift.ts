import { AggregateRoot, type Maybe } from '../../platform/kernel/aggregate-root.js';
import { shiftIdTaken } from './errors.js';

export interface Position {
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracyMetres: number;
}

export interface NewShift {
  readonly id: string;
  readonly scanPointId: string;
  readonly community?: string | undefined;
  readonly position?: Position | undefined;
}

/** Who scans, and for whom. */
export interface OnDuty {
  readonly scannerId: string;
  readonly organizationId: string;
}

/** 上报当前位置: a scanner at one scan point, until the next one is reported or the shift is closed. */
export class Shift extends AggregateRoot {
  readonly scannerId: string;
  readonly organizationId: string;
  readonly scanPointId: string;
  readonly community: Maybe<string>;
  readonly latitude: Maybe<number>;
  readonly longitude: Maybe<number>;
  readonly accuracyMetres: Maybe<number>;
  readonly version: number = 1;
  private _closedAt: Maybe<Date>;

  private constructor(
    readonly id: string,
    { scannerId, organizationId }: OnDuty,
    /** As it was when the shift began, in a box that only this context opens. */
    readonly scannerName: Buffer,
    { scanPointId, community, position }: NewShift,
    readonly openedAt: Date,
  ) {
    super();
    this.scannerId = scannerId;
    this.organizationId = organizationId;
    this.scanPointId = scanPointId;
    this.community = community;
    this.latitude = position?.latitude;
    this.longitude = position?.longitude;
    this.accuracyMetres = position?.accuracyMetres;
  }

  static open(shift: NewShift, by: OnDuty & { readonly scannerName: Buffer }, now: Date): Shift {
    return new Shift(shift.id, by, by.scannerName, shift, now);
  }

  get closedAt(): Maybe<Date> {
    return this._closedAt;
  }

  /** The client's id makes a repeated request harmless: late, it opens nothing again. @throws when it is another scanner's, or says something else */
  assertIs({ scanPointId, community, position }: NewShift, { scannerId, organizationId }: OnDuty): void {
    const same =
      scannerId === this.scannerId &&
      organizationId === this.organizationId &&
      scanPointId === this.scanPointId &&
      community === (this.community ?? undefined) &&
      position?.latitude === (this.latitude ?? undefined) &&
      position?.longitude === (this.longitude ?? undefined) &&
      position?.accuracyMetres === (this.accuracyMetres ?? undefined);
    if (!same) throw shiftIdTaken();
  }

  close(now: Date): void {
    this._closedAt ??= now;
  }
}

/** A scanner is at one point at a time. */
export abstract class Shifts {
  /** One scanner's shifts are opened one after the other: waits until nobody else is about it, in the transaction it is called in. */
  abstract takeTurn(scannerId: string): Promise<void>;
  abstract find(id: string): Promise<Shift | undefined>;
  abstract openOf(scannerId: string): Promise<Shift | undefined>;
  /** Writes it with the transaction it is called in, after those that it closed. @throws SHIFT.ID_TAKEN */
  abstract add(shift: Shift): Promise<void>;
}
