import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../../../platform/kernel/clock.js';
import { Database } from '../../../platform/persistence/database.js';
import { ShortMemory } from '../../../platform/persistence/short-memory.js';
import { Transactions } from '../../../platform/persistence/transactions.js';
import type { FeedFreshness } from '../../contracts/code-reader.js';
import { noSuchFeed } from '../../domain/errors.js';
import { drugPurchases } from '../../feeds/drug-purchases.js';
import type { Feed } from '../../feeds/feed.js';
import { outpatientRecords } from '../../feeds/outpatient.js';
import type { HealthVerdictTables } from '../../tables.js';

const FEEDS: readonly Feed[] = [drugPurchases, outpatientRecords];
const FRESH_MS = 5000;

/** The feeds that there are, and how new the data of each are. */
@Injectable()
export class Feeds implements OnApplicationBootstrap {
  private readonly described = new Map<string, Feed>();
  /** Read again every five seconds: it is on every code page and every scan. */
  private readonly known = new ShortMemory<ReadonlyMap<string, Date>>(FRESH_MS);

  constructor(
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const feed of FEEDS) await this.open(feed);
  }

  /** From now on files of this feed are taken. Of other processes that do the same, one is enough. */
  async open(feed: Feed): Promise<void> {
    this.described.set(feed.key, feed);
    await this.transactions.run((tx) =>
      sql`
        INSERT INTO health_verdict.feed AS f (key, authority_id) VALUES (${feed.key}, ${feed.authority})
        ON CONFLICT (key) DO UPDATE SET authority_id = excluded.authority_id WHERE f.authority_id <> excluded.authority_id
      `.execute(tx.db()),
    );
    this.forget();
  }

  all(): readonly Feed[] {
    return [...this.described.values()];
  }

  /** @throws FEED.NOT_FOUND */
  named(key: string): Feed {
    const feed = this.described.get(key);
    if (!feed) throw noSuchFeed();
    return feed;
  }

  async freshness(): Promise<readonly FeedFreshness[]> {
    const now = this.clock.now().getTime();
    const asOf = await this.known.get('feeds', () => this.read());
    return this.all().map(({ key, name, expectedHours }) => {
      const at = asOf.get(key);
      return {
        feed: key,
        name,
        ...(at ? { asOf: at.toISOString() } : {}),
        late: !at || now - at.getTime() > expectedHours * 3_600_000,
      };
    });
  }

  forget(): void {
    this.known.forget();
  }

  private async read(): Promise<ReadonlyMap<string, Date>> {
    const feeds = await this.database
      .read<HealthVerdictTables>()
      .selectFrom('health_verdict.feed')
      .select(['key', 'as_of'])
      .execute();
    return new Map(feeds.flatMap(({ key, as_of }) => (as_of ? [[key, as_of] as const] : [])));
  }
}
