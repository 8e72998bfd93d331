import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../../../platform/kernel/clock.js';
import { Database } from '../../../platform/persistence/database.js';
import { ShortMemory } from '../../../platform/persistence/short-memory.js';
import type { FeedFreshness, Words } from '../../contracts/code-reader.js';
import { type Rule, ruleInForce } from '../../domain/timeline.js';

const FRESH_MS = 5000;

interface FeedRow {
  key: string;
  name: Words;
  expected_hours: number;
  as_of: Date | null;
}

/** Rules and the feeds' freshness, read again every five seconds: they are on every code page and every scan. */
@Injectable()
export class RuleBook {
  private readonly known = new ShortMemory<{ rules: readonly Rule[]; feeds: readonly FeedRow[] }>(FRESH_MS);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async rules(): Promise<readonly Rule[]> {
    return (await this.read()).rules;
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

  async titles(causes: readonly number[], at: Date): Promise<{ cause: number; title: Words }[]> {
    if (causes.length === 0) return [];
    const rules = await this.rules();
    return causes.map((cause) => ({ cause, title: ruleInForce(rules, cause, at).title }));
  }

  forget(): void {
    this.known.forget();
  }

  private read() {
    return this.known.get('rules', () => this.ask());
  }

  private async ask() {
    const db = this.database.read();
    const { rows: rules } = await sql<Rule & { windowDays: number | null }>`
      SELECT cause, version, kinds, colour, window_days AS "windowDays", until_released AS "untilReleased", title, source, way_back AS "wayBack",
             legal_basis AS "legalBasis", to_char(effective_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "effectiveFrom"
      FROM health_verdict.rule ORDER BY cause, version
    `.execute(db);
    const { rows: feeds } =
      await sql<FeedRow>`SELECT key, name, expected_hours, as_of FROM health_verdict.feed ORDER BY key`.execute(db);
    const known = rules.map(({ windowDays, ...rule }) => (windowDays === null ? rule : { ...rule, windowDays }));
    return { rules: known, feeds };
  }
}
