import type { LocalDate } from '../../platform/kernel/shanghai.js';
import type { Mobile } from '../../platform/kernel/mobile.js';

export interface OrganizationFacts {
  readonly id: string;
  readonly name: string;
  readonly kind: 'government' | 'enterprise';
  readonly uscc: string | null;
  /** Place of a unit in today's tree (ltree); an enterprise has none. */
  readonly path?: string;
  readonly areaKey: string;
}

export abstract class OrganizationDirectory {
  /** A unit that was merged into another is answered with its heir: what was its own is the heir's. */
  abstract find(organizationId: string): Promise<OrganizationFacts | undefined>;
  /** As `find`, by the ids that were asked for. */
  abstract findAll(organizationIds: readonly string[]): Promise<ReadonlyMap<string, OrganizationFacts>>;
  /** The ids under which something is this organization's own: its own, and those of the units that were merged into it, or with it into an heir. */
  abstract ownIds(organizationId: string): Promise<string[]>;
  /** Ids of the unit at this path and of all below it, in today's tree. */
  abstract within(path: string): Promise<string[]>;
  /** Where the unit that stands at this path today stood on that day: more than one place on a day it moved. */
  abstract placesOn(path: string, day: LocalDate): Promise<string[]>;
}

export interface StaffFacts {
  readonly id: string;
  readonly organizationId: string;
  readonly mobile: Mobile;
  readonly name: string;
}

/** Scanners and administrators of units, for the context that opens their accounts. */
export abstract class StaffDirectory {
  /** Only while it may scan. */
  abstract subAccount(id: string): Promise<StaffFacts | undefined>;
  abstract administrator(id: string): Promise<StaffFacts | undefined>;
}
