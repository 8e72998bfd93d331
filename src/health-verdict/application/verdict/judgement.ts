import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { noticeWanted } from '../../../identity/contracts/notices.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { newId } from '../../../platform/kernel/ids.js';
import { Outbox } from '../../../platform/messaging/outbox.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import { type VerdictChange, VerdictsChangedV1 } from '../../contracts/events.js';
import { colourNotices } from '../../domain/colour-notices.js';
import { type Evidence, evaluate, type Timeline } from '../../domain/timeline.js';
import { type Gain, turnsByEvidence, turnsByTime } from '../../domain/turns.js';
import { RuleBook } from './rule-book.js';
import { VerdictHistory } from './verdict-history.js';

export interface JudgedSubject {
  readonly subject_id: string;
  readonly resident_id: string | null;
  readonly evidence: Evidence[] | null;
  readonly segments: Timeline | null;
  readonly last_seq: number | null;
  readonly last_hash: Buffer | null;
}

/** Evaluates the evidence of many subjects at once and keeps what changed: timelines, history, one event for all of them. */
@Injectable()
export class Judgement {
  constructor(
    private readonly rules: RuleBook,
    private readonly history: VerdictHistory,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** New evidence about these subjects is in. */
  async judge(tx: Tx, subjects: readonly string[]): Promise<void> {
    if (subjects.length === 0) return;
    const now = this.clock.now();
    const rules = await this.rules.rules();
    const judged = await this.lock(tx, subjects);
    await this.keep(tx, judged, now, ({ segments, evidence }) =>
      turnsByEvidence(segments ?? undefined, evaluate(evidence ?? [], rules, now), now),
    );
  }

  /** The turns that came by themselves since the last sweep. @returns how many subjects turned */
  async sweep(tx: Tx, limit: number): Promise<number> {
    const now = this.clock.now();
    const { rows } = await sql<{ subject_id: string }>`
      SELECT subject_id FROM health_verdict.timeline WHERE next_turn_at <= ${now} ORDER BY next_turn_at LIMIT ${limit}
    `.execute(tx.db());
    if (rows.length === 0) return 0;
    const judged = await this.lock(
      tx,
      rows.map(({ subject_id }) => subject_id),
    );
    await this.keep(tx, judged, now, ({ segments }) => turnsByTime(segments!, now));
    return rows.length;
  }

  /** Locked always in the order of ids, so that two batches never wait for each other; read after the lock is held. */
  private async lock(tx: Tx, subjects: readonly string[]): Promise<JudgedSubject[]> {
    await sql`SELECT id FROM health_verdict.subject WHERE id = ANY(${[...subjects]}::uuid[]) ORDER BY id FOR UPDATE`.execute(
      tx.db(),
    );
    const { rows } = await sql<JudgedSubject>`
      SELECT s.id AS subject_id, c.resident_id, t.segments, t.last_seq, v.hash AS last_hash,
        (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('kind', e.kind, 'happenedOn', e.happened_on, 'releasedOn', e.released_on)))
         FROM health_verdict.evidence e
         WHERE e.subject_id = s.id AND NOT e.withdrawn AND NOT EXISTS (
           SELECT FROM health_verdict.evidence later WHERE later.feed = e.feed AND later.reference = e.reference AND later.revision > e.revision)) AS evidence
      FROM health_verdict.subject s
      LEFT JOIN health_verdict.code c ON c.subject_id = s.id
      LEFT JOIN health_verdict.timeline t ON t.subject_id = s.id
      LEFT JOIN health_verdict.verdict v ON v.subject_id = s.id AND v.seq = t.last_seq
      WHERE s.id = ANY(${[...subjects]}::uuid[]) ORDER BY s.id
    `.execute(tx.db());
    return rows;
  }

  private async keep(
    tx: Tx,
    judged: readonly JudgedSubject[],
    now: Date,
    gainOf: (subject: JudgedSubject) => Gain,
  ): Promise<void> {
    const gains = judged
      .map((subject) => ({ subject, ...gainOf(subject) }))
      .filter(({ timeline }) => timeline.length > 0);
    await this.history.append(tx, gains);
    const changes = gains.flatMap(changesOf);
    if (changes.length === 0) return;
    const batch = newId();
    await this.outbox.append(tx, [
      {
        type: VerdictsChangedV1,
        aggregateId: batch,
        aggregateVersion: 1,
        occurredAt: now.toISOString(),
        payload: { changes },
      },
      ...colourNotices(batch, changes).map((notice) => noticeWanted(now, notice)),
    ]);
  }
}

/** Residents are told of colours; a cause that joins another one is history only. */
function changesOf({
  subject: { resident_id, segments, last_seq },
  turns,
}: Gain & { subject: JudgedSubject }): VerdictChange[] {
  const colours = [segments?.[0]?.colour ?? 'green', ...turns.map(({ colour }) => colour)];
  return turns.flatMap(({ from, colour }, index) =>
    resident_id && colour !== colours[index]
      ? [{ residentId: resident_id, seq: (last_seq ?? 0) + index + 1, from, colour }]
      : [],
  );
}
