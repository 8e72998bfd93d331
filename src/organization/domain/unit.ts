import { AggregateRoot } from '../../platform/kernel/aggregate-root.js';
import { addDays, type LocalDate, startOfDay } from '../../platform/kernel/shanghai.js';
import { UnitMergedV1, UnitMovedV1, UnitOpenedV1, UnitRenamedV1 } from '../contracts/events.js';
import { closedUnit, openedOtherwise, staleUnit, tooDeep, withinItself, wrongUscc } from './errors.js';
import { isUscc } from './uscc.js';

export interface NewUnit {
  readonly id: string;
  readonly name: string;
  readonly uscc: string;
  /** Place in the tree (ltree). */
  readonly path: string;
  readonly areaKey: string;
}

/** The guide has five levels, from the province to the community; the others are room for offices of offices. Places without end would break their index. */
export const MOST_LEVELS = 12;

/** 机构: a unit of the government, with a place in the tree of units; what lies below its place is seen by it. */
export class Unit extends AggregateRoot {
  readonly kind = 'government';
  readonly uscc: string;
  readonly areaKey: string;
  readonly showCauses: boolean = true;
  readonly version: number = 1;
  private _name: string;
  private _path: string;
  private _mergedInto: string | undefined = undefined;

  private constructor(
    readonly id: string,
    unit: NewUnit,
    readonly createdAt: Date,
  ) {
    super();
    this.uscc = unit.uscc.trim().toUpperCase();
    this.areaKey = unit.areaKey;
    this._name = unit.name;
    this._path = unit.path;
  }

  static open(unit: NewUnit, now: Date): Unit {
    const opened = new Unit(unit.id, unit, now);
    if (!isUscc(opened.uscc)) throw wrongUscc();
    assertDepth(levelsOf(opened.path));
    opened.state(UnitOpenedV1, { path: opened.path }, 1, now);
    return opened;
  }

  get name(): string {
    return this._name;
  }

  get path(): string {
    return this._path;
  }

  /** The unit that took it over. It stays in the tree, closed, because its records name it. */
  get mergedInto(): string | undefined {
    return this._mergedInto;
  }

  /** Where a unit that is opened below it will stand. */
  placeFor(unitId: string): string {
    this.assertOpen();
    return placeBelow(this.path, unitId);
  }

  /** A repeated request finds its own unit again. @throws when it was opened with other words or elsewhere, or was changed meanwhile */
  assertIs({ name, uscc, areaKey, path }: NewUnit): void {
    this.assertOpen();
    const same = name === this._name && uscc.trim().toUpperCase() === this.uscc && areaKey === this.areaKey;
    if (!same || path !== this._path) throw openedOtherwise();
  }

  /** @param seen the version that whoever renames it was looking at */
  rename(seen: number, name: string, now: Date): void {
    this.assertOpen();
    if (seen !== this.version) throw staleUnit();
    this._name = name;
    this.state(UnitRenamedV1, { name }, this.version + 1, now);
  }

  /** With all units below it. Harmless when it stands there already. @param below how many levels of units are below it */
  moveBelow(superior: Unit, below: number, now: Date): void {
    const from = this._path;
    if (parentOf(from) === superior.path) return this.assertOpen();
    this.standBelow(superior, below);
    this.state(UnitMovedV1, { from, to: this._path }, this.version + 1, now);
  }

  /** Ends it: the heir gets its people and points, and sees its records and the units below it. Harmless when it was done before. */
  mergeInto(heir: Unit, below: number, now: Date): void {
    if (this._mergedInto === heir.id) return;
    const from = this._path;
    this.standBelow(heir, below);
    this._mergedInto = heir.id;
    this.state(UnitMergedV1, { heirId: heir.id, from, to: this._path }, this.version + 1, now);
  }

  /** Where it moves to it is named by its id, so that no two units ever meet at one place. */
  private standBelow(superior: Unit, below: number): void {
    this.assertOpen();
    const place = superior.placeFor(this.id);
    if (isWithin(superior.path, this._path)) throw withinItself();
    assertDepth(levelsOf(place) + below);
    this._path = place;
  }

  private assertOpen(): void {
    if (this._mergedInto) throw closedUnit();
  }

  private state(type: string, facts: object, aggregateVersion: number, now: Date): void {
    const payload = { unitId: this.id, ...facts };
    this.record({ type, aggregateId: this.id, aggregateVersion, occurredAt: now.toISOString(), payload });
  }
}

/** A place named by the unit's id. */
export function placeBelow(superiorPath: string, unitId: string): string {
  return `${superiorPath}.u${unitId.replaceAll('-', '')}`;
}

function levelsOf(path: string): number {
  return path.split('.').length;
}

function assertDepth(levels: number): void {
  if (levels > MOST_LEVELS) throw tooDeep({ most: MOST_LEVELS });
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

/** Itself or below it. */
function isWithin(path: string, superior: string): boolean {
  return path === superior || path.startsWith(`${superior}.`);
}

/** A place that a unit left, and when. */
export interface FormerPlace {
  readonly path: string;
  readonly until: Date;
}

/**
 * Where a unit stood on a day: both places on the day of a move, but not where it came to at the midnight that ends that day.
 * @param left in the order of time
 * @param today where it stands since it left the last of these
 */
export function placesOn(day: LocalDate, left: readonly FormerPlace[], today: string): string[] {
  const [begins, ends] = [startOfDay(day), startOfDay(addDays(day, 1))];
  const stays = [...left, { path: today, until: undefined }].map((stay, at) => ({
    ...stay,
    since: left[at - 1]?.until,
  }));
  const stood = stays.filter(({ since, until }) => (!since || since < ends) && (!until || until > begins));
  return [...new Set(stood.map(({ path }) => path))];
}

/** All units with their places. */
export abstract class UnitTree {
  abstract find(id: string): Promise<Unit | undefined>;
  /** As `find`, for a change of places: nobody else changes them until the end of this transaction. */
  abstract findToPlace(id: string): Promise<Unit | undefined>;
  /** How many levels of units are below it: 0 when there is none. */
  abstract levelsBelow(unit: Unit): Promise<number>;
  /** @throws when the unit itself, its code or its place is there already */
  abstract add(unit: Unit): Promise<void>;
  /** The units below follow one that left this place, and all remember where they stood. */
  abstract follow(unit: Unit, from: string, until: Date): Promise<void>;
}
