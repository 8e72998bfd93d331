import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import { meets } from '../../platform/authorization/conditions.js';
import type { Scope } from '../../platform/authorization/scope.js';
import { pendingEvents } from '../../platform/kernel/aggregate-root.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { type Tx, Transactions } from '../../platform/persistence/transactions.js';
import { AreaLookup } from '../contracts/area-lookup.js';
import { noSuchOrganization, superiorsMatter, unknownUnitArea } from '../domain/errors.js';
import { ScanPermissionCache } from '../domain/scan-permission-cache.js';
import { type NewUnit, type Unit, UnitTree } from '../domain/unit.js';
import { MergedPeople } from './merged-people.js';
import { Units } from './units.js';

/** Who arranges, as facts that survive a queue: which units are theirs to arrange, and which one they act for. */
export interface Arranger {
  readonly scope: Scope;
  readonly unitId?: string | undefined;
}

/** Below a superior of the arranger's. */
export class OpenUnit extends Command<void> {
  constructor(
    readonly unit: Omit<NewUnit, 'path'>,
    readonly superiorId: string,
    readonly by: Arranger,
  ) {
    super();
  }
}

export class RenameUnit extends Command<void> {
  constructor(
    readonly unitId: string,
    readonly seen: number,
    readonly name: string,
    readonly by: Arranger,
  ) {
    super();
  }
}

/** Move it below a superior, or merge it into an heir. */
export class PlaceUnit extends Command<void> {
  constructor(
    readonly unitId: string,
    readonly to: { readonly superiorId: string } | { readonly heirId: string },
    readonly by: Arranger,
  ) {
    super();
  }
}

/** Units that somebody may arrange; for everybody else they do not exist. */
@Injectable()
export class ArrangedUnits {
  constructor(private readonly tree: UnitTree) {}

  async find(id: string, { scope }: Arranger): Promise<Unit> {
    const unit = await this.findIfThere(id, { scope });
    if (!unit) throw noSuchOrganization();
    return unit;
  }

  /** @throws when there is one that is not theirs */
  async findIfThere(id: string, { scope }: Arranger): Promise<Unit | undefined> {
    const unit = await this.tree.findToPlace(id);
    const theirs = unit && scope.alternatives.some((it) => meets(it, { organizationId: id, unitPath: unit.path }));
    if (unit && !theirs) throw noSuchOrganization();
    return unit;
  }

  /** One that is to be changed, which is for those above it. */
  async findToChange(id: string, by: Arranger): Promise<Unit> {
    const unit = await this.find(id, by);
    if (id === by.unitId) throw superiorsMatter();
    return unit;
  }
}

@CommandHandler(OpenUnit)
export class OpenUnitHandler implements ICommandHandler<OpenUnit> {
  constructor(
    private readonly transactions: Transactions,
    private readonly arranged: ArrangedUnits,
    private readonly units: Units,
    private readonly areas: AreaLookup,
  ) {}

  async execute({ unit, superiorId, by }: OpenUnit): Promise<void> {
    if (!this.areas.find(unit.areaKey)) throw unknownUnitArea();
    await this.transactions.run(async () => {
      const superior = await this.arranged.find(superiorId, by);
      const wish = { ...unit, path: superior.placeFor(unit.id) };
      (await this.arranged.findIfThere(unit.id, by))?.assertIs(wish);
      await this.units.open(wish);
    });
  }
}

@CommandHandler(RenameUnit)
export class RenameUnitHandler implements ICommandHandler<RenameUnit> {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly arranged: ArrangedUnits,
    private readonly clock: Clock,
  ) {}

  async execute({ unitId, seen, name, by }: RenameUnit): Promise<void> {
    await this.transactions.run(async (tx) => {
      const unit = await this.arranged.findToChange(unitId, by);
      unit.rename(seen, name, this.clock.now());
      await this.outbox.appendFrom(tx, unit);
    });
  }
}

@CommandHandler(PlaceUnit)
export class PlaceUnitHandler implements ICommandHandler<PlaceUnit> {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly tree: UnitTree,
    private readonly arranged: ArrangedUnits,
    private readonly people: MergedPeople,
    private readonly permissions: ScanPermissionCache,
    private readonly clock: Clock,
  ) {}

  async execute({ unitId, to, by }: PlaceUnit): Promise<void> {
    await this.transactions.run(async (tx) => {
      const unit = await this.arranged.findToChange(unitId, by);
      const other = await this.arranged.find('heirId' in to ? to.heirId : to.superiorId, by);
      await this.place(tx, unit, other, 'heirId' in to);
    });
  }

  private async place(tx: Tx, unit: Unit, other: Unit, merging: boolean): Promise<void> {
    const [from, now] = [unit.path, this.clock.now()];
    const below = await this.tree.levelsBelow(unit);
    if (merging) unit.mergeInto(other, below, now);
    else unit.moveBelow(other, below, now);
    if (pendingEvents(unit).length === 0) return;
    await this.tree.follow(unit, from, now);
    if (merging) await this.people.follow(tx, unit.id, other.id, now);
    await this.outbox.appendFrom(tx, unit);
    tx.afterCommit(() => this.permissions.forget());
  }
}
