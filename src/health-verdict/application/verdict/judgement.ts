import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { noticeWanted } from '../../../identity/contracts/notices.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { newId } from '../../../platform/kernel/ids.js';
import { Outbox } from '../../../platform/messaging/outbox.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import type { Row } from '../../../platform/persistence/values.js';
import type { ColourWords } from '../../contracts/colours.js';
import { type VerdictChange, VerdictsChangedV1 } from '../../contracts/events.js';
import { colourNotices } from '../../domain/colour-notices.js';
import { type Evidence, evaluate, type Timeline } from '../../domain/timeline.js';
import { colourChanges, stepByEvidence, stepByTime } from '../../domain/turns.js';
import type { HealthVerdictTables } from '../../tables.js';
import { RuleBooks } from './rule-books.js';
import { type SubjectStep, VerdictHistory } from './verdict-history.js';

type TimelineRow = Row<HealthVerdictTables, 'health_verdict.timeline'>;

interface JudgedSubject {
  readonly subject_id: TimelineRow['subject_id'];
  readonly resident_id: Row<HealthVerdictTables, 'health_verdict.code'>['resident_id'] | null;
  readonly evidence: Evidence[] | null;
  readonly segments: Timeline | null;
  readonly last_seq: TimelineRow['last_seq'] | null;
  readonly last_hash: Row<HealthVerdictTables, 'health_verdict.verdict'>['hash'] | null;
}

/** When, and by which scale, a batch is judged. */
interface Sitting {
  readonly now: Date;
  readonly scale: readonly ColourWords[];
}

/**
 * Judges many subjects at once, always in this order:
 *
 * 1. Their rows are locked, by ascending id, so that two batches about the same people wait for each other once and never in a circle.
 * 2. Only then are the clock, the evidence and the kept timelines read. A statement sees what was committed when it began: read before the
 *    lock is held, it misses what the batch waited for has just written. For example, one file takes a visit of 李梅 back while another adds
 *    a purchase of hers; the second would judge her with the visit and number its verdict like the one that the first has written.
 * 3. Each history makes its step: first the turns that came by themselves since it was written, then what the evidence says instead, so that
 *    sequence numbers follow the order in which verdicts held.
 * 4. Verdicts, timelines, event and letters are written by the transaction that holds the locks: all of it counts, or nothing.
 */
@Injectable()
export class Judgement {
  constructor(
    private readonly ruleBooks: RuleBooks,
    private readonly history: VerdictHistory,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** New evidence about these subjects is in. */
  async judge(tx: Tx, subjects: readonly string[]): Promise<void> {
    if (subjects.length === 0) return;
    const book = await this.ruleBooks.book();
    const locked = await this.lockAndRead(tx, subjects);
    const now = this.clock.now();
    const steps = locked.map((subject) => {
      const fresh = evaluate(subject.evidence ?? [], book, now);
      return { subject, ...stepByEvidence(subject.segments ?? undefined, fresh, now) };
    });
    await this.write(tx, steps, { now, scale: book.scale });
  }

  /** Writes down the turns that came by themselves since the last sweep. @returns how many subjects turned */
  async sweep(tx: Tx, limit: number): Promise<number> {
    const { scale } = await this.ruleBooks.book();
    const due = await tx
      .db<HealthVerdictTables>()
      .selectFrom('health_verdict.timeline')
      .select('subject_id')
      .where('next_turn_at', '<=', this.clock.now())
      .orderBy('next_turn_at')
      .limit(limit)
      .execute();
    if (due.length === 0) return 0;
    const turned = due.map(({ subject_id }) => subject_id);
    const locked = await this.lockAndRead(tx, turned);
    const now = this.clock.now();
    const steps = locked.map((subject) => ({ subject, ...stepByTime(subject.segments!, now) }));
    await this.write(tx, steps, { now, scale });
    return due.length;
  }

  private async lockAndRead(tx: Tx, subjects: readonly string[]): Promise<JudgedSubject[]> {
    await sql`SELECT id FROM health_verdict.subject WHERE id = ANY(${[...subjects]}::uuid[]) ORDER BY id FOR UPDATE`.execute(
      tx.db(),
    );
    const { rows } = await sql<JudgedSubject>`
      SELECT s.id AS subject_id, c.resident_id, t.segments, t.last_seq, v.hash AS last_hash,
        (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('kind', e.kind, 'happenedOn', e.happened_on, 'releasedOn', least(e.released_on, e.until_on))))
         FROM health_verdict.evidence e
         WHERE e.subject_id = s.id AND NOT EXISTS (
           SELECT FROM health_verdict.record later WHERE later.feed = e.feed AND later.reference = e.reference AND later.revision > e.revision)) AS evidence
      FROM health_verdict.subject s
      LEFT JOIN health_verdict.code c ON c.subject_id = s.id
      LEFT JOIN health_verdict.timeline t ON t.subject_id = s.id
      LEFT JOIN health_verdict.verdict v ON v.subject_id = s.id AND v.seq = t.last_seq
      WHERE s.id = ANY(${[...subjects]}::uuid[]) ORDER BY s.id
    `.execute(tx.db());
    return rows;
  }

  private async write(tx: Tx, steps: readonly SubjectStep<JudgedSubject>[], sitting: Sitting): Promise<void> {
    const kept = steps.filter(({ timeline }) => timeline.length > 0);
    await this.history.append(tx, kept);
    await this.tell(
      tx,
      kept.flatMap((step) => changesOf(step, sitting.scale)),
      sitting,
    );
  }

  private async tell(tx: Tx, changes: readonly VerdictChange[], { now, scale }: Sitting): Promise<void> {
    if (changes.length === 0) return;
    const batch = newId();
    const changed = {
      type: VerdictsChangedV1,
      aggregateId: batch,
      aggregateVersion: 1,
      occurredAt: now.toISOString(),
      payload: { changes },
    };
    const letters = colourNotices(batch, changes, scale).map((notice) => noticeWanted(now, notice));
    await this.outbox.append(tx, [changed, ...letters]);
  }
}

function changesOf({ subject, verdicts }: SubjectStep<JudgedSubject>, scale: Sitting['scale']): VerdictChange[] {
  const { resident_id: residentId, segments, last_seq } = subject;
  if (!residentId) return [];
  const before = { colour: segments?.[0]?.colour ?? scale[0]!.key, seq: last_seq ?? 0 };
  return colourChanges(before, verdicts).map((change) => ({ residentId, ...change }));
}
