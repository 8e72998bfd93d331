import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../../platform/persistence/database.js';
import { ShortMemory } from '../../../platform/persistence/short-memory.js';
import { ColourScale, type ColourWords } from '../../contracts/colours.js';
import type { RuleBook, RuleVersion } from '../../domain/rule-book.js';

const FRESH_MS = 5000;

/** The rule book with its scale of colours; read again every five seconds, because it is on every code page and every scan. */
@Injectable()
export class RuleBooks extends ColourScale {
  private readonly known = new ShortMemory<RuleBook>(FRESH_MS);

  constructor(private readonly database: Database) {
    super();
  }

  book(): Promise<RuleBook> {
    return this.known.get('rules', () => this.read());
  }

  async colours(): Promise<readonly ColourWords[]> {
    return (await this.book()).scale;
  }

  forget(): void {
    this.known.forget();
  }

  private async read(): Promise<RuleBook> {
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
}
