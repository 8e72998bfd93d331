import { AggregateRoot, type Maybe } from '../../platform/kernel/aggregate-root.js';
import { pointIdTaken, scanPointClosed, staleScanPoint, unknownArea } from './errors.js';

export const SCAN_POINT_KINDS = ['traffic', 'province-entry', 'community', 'office', 'enterprise'] as const;
export type ScanPointKind = (typeof SCAN_POINT_KINDS)[number];

/** What is said of a place, and may be corrected. */
export interface ScanPointLabel {
  readonly name: string;
  readonly kind: ScanPointKind;
  readonly address: string;
}

export interface NewScanPoint extends ScanPointLabel {
  readonly id: string;
  /** Its trail leads here: whoever put it into another area adds another point. */
  readonly areaKey: string;
}

/** In the order in which something is to be done about them. */
export const SCAN_POINT_STATES = ['unconfirmed', 'confirmed', 'closed'] as const;
export type ScanPointState = (typeof SCAN_POINT_STATES)[number];

/** What is proposed counts at once; what is closed counts no more, whether it was ever confirmed or not. Lists make their conditions of this. */
export const FACTS_OF_STATE: Readonly<
  Record<ScanPointState, { readonly closed: boolean; readonly confirmed?: boolean }>
> = {
  unconfirmed: { closed: false, confirmed: false },
  confirmed: { closed: false, confirmed: true },
  closed: { closed: true },
};

/** 扫码点: a place where a unit scans. A scanner may propose one on the spot, usable at once; the unit's administrator confirms, corrects or closes it. */
export class ScanPoint extends AggregateRoot {
  readonly areaKey: string;
  readonly version: number = 1;
  private _name: string;
  private _kind: ScanPointKind;
  private _address: string;
  private _confirmed = false;
  private _closedAt: Maybe<Date>;

  private constructor(
    readonly id: string,
    readonly organizationId: string,
    { areaKey, name, kind, address }: NewScanPoint,
    readonly addedAt: Date,
  ) {
    super();
    this.areaKey = areaKey;
    this._name = name;
    this._kind = kind;
    this._address = address;
  }

  /** By a scanner who stands there. */
  static propose(organizationId: string, point: NewScanPoint, now: Date): ScanPoint {
    return new ScanPoint(point.id, organizationId, point, now);
  }

  /** By an administrator, who need not confirm what they added themselves. */
  static add(organizationId: string, point: NewScanPoint, now: Date): ScanPoint {
    const added = ScanPoint.propose(organizationId, point, now);
    added._confirmed = true;
    return added;
  }

  get name(): string {
    return this._name;
  }

  get kind(): ScanPointKind {
    return this._kind;
  }

  get address(): string {
    return this._address;
  }

  get confirmed(): boolean {
    return this._confirmed;
  }

  get closedAt(): Maybe<Date> {
    return this._closedAt;
  }

  /**
   * A repeated request finds its own point again; confirmed meanwhile, it is still the same.
   * @throws when its id is another point's
   */
  assertIs(organizationId: string, { areaKey, ...label }: NewScanPoint): void {
    if (organizationId !== this.organizationId || areaKey !== this.areaKey || !this.isLabelled(label))
      throw pointIdTaken();
  }

  /** Harmless when it is confirmed already. @param seen the version that whoever confirms it was looking at */
  confirm(seen: number): void {
    if (this._confirmed && !this._closedAt) return;
    this.assertSeen(seen);
    this._confirmed = true;
  }

  /** Harmless when it is said so already: an answer that was lost is asked for again. Whoever corrects a proposal has looked at it, which confirms it. */
  correct(seen: number, label: ScanPointLabel): void {
    if (this._confirmed && !this._closedAt && this.isLabelled(label)) return;
    this.assertSeen(seen);
    this._name = label.name;
    this._kind = label.kind;
    this._address = label.address;
    this._confirmed = true;
  }

  /** For good: who is on shift there reports another place. Its records stay. */
  close(seen: number, now: Date): void {
    if (this._closedAt) return;
    this.assertSeen(seen);
    this._closedAt = now;
  }

  private assertSeen(version: number): void {
    if (this._closedAt) throw scanPointClosed();
    if (version !== this.version) throw staleScanPoint();
  }

  private isLabelled({ name, kind, address }: ScanPointLabel): boolean {
    return name === this._name && kind === this._kind && address === this._address;
  }
}

export function stateOf(point: Pick<ScanPoint, 'confirmed' | 'closedAt'>): ScanPointState {
  const closed = Boolean(point.closedAt);
  return SCAN_POINT_STATES.find((state) => {
    const facts = FACTS_OF_STATE[state];
    return facts.closed === closed && (facts.confirmed ?? point.confirmed) === point.confirmed;
  })!;
}

/** Whether a shift can be opened there, and goes on there. */
export function isUsable(state: ScanPointState): boolean {
  return state !== 'closed';
}

/** A point lies in a county or below it: a city holds places of several levels. @throws otherwise */
export function assertPlaced(area: { readonly kind: string } | undefined): void {
  if (!area || area.kind === 'province' || area.kind === 'city') throw unknownArea();
}

/** 「Ｂ口」 and 「B 口」 are one name: who chooses where they stand could not tell two such points apart. */
export function isSameName(one: string, other: string): boolean {
  return spelled(one) === spelled(other);
}

function spelled(name: string): string {
  return name.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase();
}

/** Where a name may stand once. */
export interface PointsNearby {
  readonly organizationId: string;
  readonly areaKey: string;
}

export abstract class ScanPoints {
  abstract find(id: string): Promise<ScanPoint | undefined>;
  /** Those of a unit in an area that are not closed. Until the transaction ends nobody else adds one there, or calls one otherwise. */
  abstract openIn(place: PointsNearby): Promise<readonly Pick<ScanPoint, 'id' | 'name'>[]>;
  /** Writes it with the transaction it is called in. */
  abstract add(point: ScanPoint): Promise<void>;
}
