import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../../platform/kernel/clock.js';
import { localDate } from '../../platform/kernel/shanghai.js';
import { Database } from '../../platform/persistence/database.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { type Area, AreaLookup } from '../contracts/area-lookup.js';
import type { OrganizationTables } from '../tables.js';
import { importAreas } from './area-import.js';

const FUJIAN = '350000';
/** Above all provinces; no area itself. */
const COUNTRY = 'country';
/** A new revision is known everywhere a minute later; the scan path never waits for it. */
const LOOKED_AFTER_MS = 60_000;

type DatedArea = Area & { readonly validFrom: string | null; readonly validUntil: string | null };

interface Snapshot {
  /** Of the last list that was taken in; none in the beginning. */
  readonly revision: number | null | undefined;
  readonly areas: ReadonlyMap<string, DatedArea>;
  readonly below: ReadonlyMap<string, readonly DatedArea[]>;
}

/** All areas in memory: they change a few times a year. */
@Injectable()
export class AreaTree extends AreaLookup implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('Areas');
  private snapshot: Snapshot = { revision: undefined, areas: new Map(), below: new Map() };
  private looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    await importAreas(this.transactions);
    await this.refresh();
    const look = () =>
      this.refresh().catch((error: Error) =>
        this.log.warn(`The tree of areas could not be read again (${error.name}).`),
      );
    this.looking = setInterval(look, LOOKED_AFTER_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.looking);
  }

  find(key: string): Area | undefined {
    return this.snapshot.areas.get(key);
  }

  children(parent = FUJIAN): readonly Area[] {
    const today = localDate(this.clock.now());
    return (this.snapshot.below.get(parent) ?? []).filter(
      ({ validFrom, validUntil }) => (!validFrom || validFrom <= today) && (!validUntil || today < validUntil),
    );
  }

  /** Reads the tree if there is a newer revision than the one at hand. */
  async refresh(): Promise<void> {
    const { revision } = await this.database
      .read<OrganizationTables>()
      .selectFrom('organization.area_revision')
      .select(({ fn }) => fn.max('revision').as('revision'))
      .executeTakeFirstOrThrow();
    if (revision !== this.snapshot.revision) this.snapshot = await this.read(revision);
  }

  private async read(revision: number | null): Promise<Snapshot> {
    const rows = await this.database
      .read<OrganizationTables>()
      .selectFrom('organization.area')
      .orderBy('key')
      .select(['key', 'name', 'kind', 'parent', 'path', 'valid_from as validFrom', 'valid_until as validUntil'])
      .execute();
    const areas = new Map<string, DatedArea>();
    const below = new Map<string, DatedArea[]>();
    for (const { parent, ...area } of rows) {
      const dated = parent ? { ...area, parent } : area;
      areas.set(area.key, dated);
      const siblings = below.get(parent ?? COUNTRY);
      if (siblings) siblings.push(dated);
      else below.set(parent ?? COUNTRY, [dated]);
    }
    return { revision, areas, below };
  }
}
