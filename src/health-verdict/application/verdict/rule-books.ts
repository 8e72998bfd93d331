import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/persistence/database.js';
import { ShortMemory } from '../../../platform/persistence/short-memory.js';
import type { Row } from '../../../platform/persistence/values.js';
import { ColourScale, type ColourWords, type Words } from '../../contracts/colours.js';
import type { CauseRule, RuleBook } from '../../domain/rule-book.js';
import type { HealthVerdictTables } from '../../tables.js';

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

  /** A version and its causes in one statement: read one after the other, a version that was staged in between would judge without causes. */
  private async read(): Promise<RuleBook> {
    const db = this.database.read<HealthVerdictTables>();
    const scale = await db.selectFrom('health_verdict.colour').selectAll().orderBy('rank').execute();
    const rules = await db
      .selectFrom('health_verdict.rule_version as v')
      .innerJoin('health_verdict.rule as r', 'r.version', 'v.version')
      .select('v.effective_from')
      .selectAll('r')
      .where('v.status', '=', 'staged')
      .orderBy('v.effective_from')
      .orderBy('r.cause')
      .execute();
    const versions = Map.groupBy(rules, ({ version }) => version);
    return {
      scale: scale as readonly ColourWords[],
      versions: [...versions].map(([version, causes]) => ({
        version,
        effectiveFrom: causes[0]!.effective_from!.toISOString(),
        causes: causes.map(toRule),
      })),
    };
  }
}

function toRule(row: Row<HealthVerdictTables, 'health_verdict.rule'>): CauseRule {
  const { cause, kinds, colour, window_days: windowDays, until_released: untilReleased } = row;
  return {
    ...{ cause, kinds, colour, untilReleased },
    ...(windowDays === null ? {} : { windowDays }),
    title: row.title as Words,
    source: row.source as Words,
    wayBack: row.way_back as Words,
    legalBasis: row.legal_basis as Words,
  };
}
