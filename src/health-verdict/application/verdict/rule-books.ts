import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../../../platform/kernel/clock.js';
import { Database } from '../../../platform/persistence/database.js';
import { ShortMemory } from '../../../platform/persistence/short-memory.js';
import type { FeedFreshness } from '../../contracts/code-reader.js';
import { ColourScale, type ColourWords, type Words } from '../../contracts/colours.js';
import type { RuleBook, RuleVersion } from '../../domain/rule-book.js';

const FRESH_MS = 5000;

interface FeedRow {
  key: string;
  name: Words;
  expected_hours: number;
  as_of: Date | null;
}

interface Known {
  readonly book: RuleBook;
  readonly feeds: readonly FeedRow[];
}

/** The rule book with its scale of colours, and the feeds' freshness; read again every five seconds, because they are on every code page and every scan. */
@Injectable()
export class RuleBooks extends ColourScale {
  private readonly known = new ShortMemory<Known>(FRESH_MS);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async book(): Promise<RuleBook> {
    return (await this.read()).book;
  }

  async colours(): Promise<readonly ColourWords[]> {
    return (await this.book()).scale;
  }

  async freshness(): Promise<readonly FeedFreshness[]> {
    const now = this.clock.now().getTime();
    return (await this.read()).feeds.map(({ key, name, expected_hours, as_of }) => ({
      feed: key,
      name,
      ...(as_of ? { asOf: new Date(as_of).toISOString() } : {}),
      late: as_of === null || now - new Date(as_of).getTime() > expected_hours * 3_600_000,
    }));
  }

  forget(): void {
    this.known.forget();
  }

  private read(): Promise<Known> {
    return this.known.get('rules', async () => ({ book: await this.readBook(), feeds: await this.readFeeds() }));
  }

  private async readBook(): Promise<RuleBook> {
    const db = this.database.read();
    const { rows: scale } = await sql<ColourWords>`
      SELECT key, rank, name, verdict, icon FROM health_verdict.colour ORDER BY rank
    `.execute(db);
    const { rows: versions } = await sql<RuleVersion>`
      SELECT v.version, to_char(v.effective_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "effectiveFrom",
        (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('cause', r.cause, 'kinds', r.kinds, 'colour', r.colour, 'windowDays', r.window_days,
           'untilReleased', r.until_released, 'title', r.title, 'source', r.source, 'wayBack', r.way_back, 'legalBasis', r.legal_basis)) ORDER BY r.cause)
         FROM health_verdict.rule r WHERE r.version = v.version) AS causes
      FROM health_verdict.rule_version v WHERE v.status = 'staged' ORDER BY v.effective_from
    `.execute(db);
    return { scale, versions: versions.map((version) => ({ ...version, causes: version.causes ?? [] })) };
  }

  private async readFeeds(): Promise<FeedRow[]> {
    const { rows } = await sql<FeedRow>`
      SELECT key, name, expected_hours, as_of FROM health_verdict.feed ORDER BY key
    `.execute(this.database.read());
    return rows;
  }
}
