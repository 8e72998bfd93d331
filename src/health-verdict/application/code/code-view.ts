import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Clock } from '../../../platform/kernel/clock.js';
import { Database } from '../../../platform/persistence/database.js';
import type { FeedFreshness } from '../../contracts/code-reader.js';
import { type Colour, type ColourWords, type Words, wordsOfColour } from '../../contracts/colours.js';
import { notClaimed } from '../../domain/errors.js';
import { type RuleBook, wordsOfCause } from '../../domain/rule-book.js';
import { type ActiveCause, nextColour, evaluate, segmentOf, type Timeline } from '../../domain/timeline.js';
import type { HealthVerdictTables } from '../../tables.js';
import { Feeds } from '../evidence/feeds.js';
import { RuleBooks } from '../verdict/rule-books.js';

export interface CauseView extends ActiveCause {
  readonly colourWords: ColourWords;
  readonly title: Words;
  readonly source: Words;
  readonly wayBack: Words;
  readonly legalBasis: Words;
}

export interface CodeView {
  readonly codeId: string;
  readonly serial: string;
  readonly maskedName: string;
  readonly colour: Colour;
  readonly colourWords: ColourWords;
  /** When the colour changes by itself, and to which. */
  readonly until?: string;
  readonly nextColourWords?: ColourWords;
  readonly causes: readonly CauseView[];
  readonly dataAsOf: readonly FeedFreshness[];
  readonly ruleVersion: number;
  /** Another one than that of the digits' secret which a device holds: the secret is dead, ask for the digits again. */
  readonly digitsEpoch: number;
  readonly serverTime: string;
}

/** A resident's own code: colour, why, until when, the way back. */
@Injectable()
export class CodeViews {
  constructor(
    private readonly database: Database,
    private readonly ruleBooks: RuleBooks,
    private readonly feeds: Feeds,
    private readonly clock: Clock,
  ) {}

  /** @throws CODE.NOT_CLAIMED */
  async view(residentId: string): Promise<CodeView> {
    const code = await this.own(residentId);
    const now = this.clock.now();
    const book = await this.ruleBooks.book();
    const timeline = (code.segments as Timeline | null) ?? evaluate([], book, now);
    const segment = segmentOf(timeline, now);
    const next = nextColour(timeline, now);
    return {
      codeId: code.id,
      serial: code.serial,
      maskedName: code.masked_name,
      colour: segment.colour,
      colourWords: wordsOfColour(book.scale, segment.colour),
      ...(next ? { until: next.from, nextColourWords: wordsOfColour(book.scale, next.colour) } : {}),
      causes: segment.causes.map((active) => explained(active, book, now)),
      dataAsOf: await this.feeds.freshness(),
      ruleVersion: segment.ruleVersion,
      digitsEpoch: code.digits_epoch,
      serverTime: now.toISOString(),
    };
  }

  private async own(residentId: string) {
    const code = await this.database
      .read<HealthVerdictTables>()
      .selectFrom('health_verdict.code as c')
      .leftJoin('health_verdict.timeline as t', 't.subject_id', 'c.subject_id')
      .select(['c.id', 'c.serial', 'c.masked_name', 'c.digits_epoch', 't.segments'])
      .where('c.resident_id', '=', residentId)
      .executeTakeFirst();
    if (!code) throw notClaimed();
    return code;
  }
}

function explained(active: ActiveCause, book: RuleBook, at: Date): CauseView {
  const { title, source, wayBack, legalBasis } = wordsOfCause(book, active.cause, at);
  return { ...active, colourWords: wordsOfColour(book.scale, active.colour), title, source, wayBack, legalBasis };
}

/** Changes when anything but the clock does. */
export function entityTag({ serverTime: _, ...view }: CodeView): string {
  return `"${createHash('sha256').update(JSON.stringify(view)).digest('base64url').slice(0, 22)}"`;
}
