import { Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { Clock } from '../../platform/kernel/clock.js';
import { newId } from '../../platform/kernel/ids.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import type { Tx } from '../../platform/persistence/transactions.js';
import { type VerdictChange, VerdictsChangedV1 } from '../contracts/events.js';
import { type Evidence, evaluate, type Segment, segmentOf, type Timeline } from '../domain/timeline.js';
import { RuleBook } from './rule-book.js';

interface JudgedRow {
  subject_id: string;
  resident_id: string | null;
  evidence: Evidence[] | null;
  segments: Timeline | null;
  last_seq: number | null;
  last_hash: Buffer | null;
}

/** Evaluates the evidence of many subjects at once and keeps what changed: timeline, history, one event for all of them. */
@Injectable()
export class Judgement {
  constructor(
    private readonly rules: RuleBook,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async judge(tx: Tx, subjects: readonly string[]): Promise<void> {
    if (subjects.length === 0) return;
    const now = this.clock.now();
    const rules = await this.rules.rules();
    const changes: VerdictChange[] = [];
    for (const row of await this.read(tx, subjects)) {
      const timeline = evaluate(row.evidence ?? [], rules, now);
      const before = row.segments ? segmentOf(row.segments, now) : undefined;
      const segment = timeline[0]!;
      if (!before && segment.causes.length === 0 && timeline.length === 1) continue;
      const turned = verdictOf(before) !== verdictOf(segment);
      const seq = (row.last_seq ?? 0) + (turned ? 1 : 0);
      await this.keep(tx, row.subject_id, timeline, seq);
      if (turned) await this.append(tx, row, segment, seq);
      if (row.resident_id && (before?.colour ?? 'green') !== segment.colour) {
        changes.push({ residentId: row.resident_id, seq, from: segment.from, colour: segment.colour });
      }
    }
    await this.tell(tx, changes, now);
  }

  /** The turns that came by themselves since the last sweep. @returns how many */
  async sweep(tx: Tx, limit: number): Promise<number> {
    const now = this.clock.now();
    const { rows } = await sql<{ subject_id: string }>`
      SELECT subject_id FROM health_verdict.timeline WHERE next_turn_at <= ${now} ORDER BY subject_id LIMIT ${limit} FOR UPDATE SKIP LOCKED
    `.execute(tx.db());
    const changes: VerdictChange[] = [];
    for (const row of await this.read(tx, rows.map(({ subject_id }) => subject_id))) {
      const timeline = row.segments!;
      const segment = segmentOf(timeline, now);
      const seq = row.last_seq! + 1;
      await this.keep(tx, row.subject_id, timeline.filter(({ from }) => from >= segment.from), seq);
      await this.append(tx, row, segment, seq);
      if (row.resident_id) changes.push({ residentId: row.resident_id, seq, from: segment.from, colour: segment.colour });
    }
    await this.tell(tx, changes, now);
    return rows.length;
  }

  private async read(tx: Tx, subjects: readonly string[]): Promise<JudgedRow[]> {
    // Always in the order of ids, so that two batches never wait for each other.
    await sql`SELECT id FROM health_verdict.subject WHERE id = ANY(${[...subjects]}::uuid[]) ORDER BY id FOR UPDATE`.execute(tx.db());
    const { rows } = await sql<JudgedRow>`
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

  private async keep(tx: Tx, subject: string, timeline: Timeline, seq: number): Promise<void> {
    await sql`
      INSERT INTO health_verdict.timeline (subject_id, segments, last_seq, next_turn_at)
      VALUES (${subject}, ${JSON.stringify(timeline)}::jsonb, ${seq}, ${timeline[1]?.from ?? null}::timestamptz)
      ON CONFLICT (subject_id) DO UPDATE SET segments = excluded.segments, last_seq = excluded.last_seq, next_turn_at = excluded.next_turn_at
    `.execute(tx.db());
  }

  private async append(tx: Tx, { subject_id, last_hash }: JudgedRow, { from, colour, causes, ruleVersion }: Segment, seq: number): Promise<void> {
    const salt = randomBytes(16);
    const numbers = causes.map(({ cause }) => cause);
    const leaf = createHash('sha256').update(salt).update(JSON.stringify([seq, from, colour, numbers, ruleVersion])).digest();
    const hash = createHash('sha256').update(last_hash ?? Buffer.alloc(32)).update(leaf).digest();
    await sql`
      INSERT INTO health_verdict.verdict (subject_id, seq, from_at, colour, causes, rule_version, salt, hash)
      VALUES (${subject_id}, ${seq}, ${from}::timestamptz, ${colour}, ${numbers}::smallint[], ${ruleVersion}, ${salt}, ${hash})
    `.execute(tx.db());
  }

  private async tell(tx: Tx, changes: readonly VerdictChange[], now: Date): Promise<void> {
    if (changes.length === 0) return;
    await this.outbox.append(tx, [{ type: VerdictsChangedV1, aggregateId: newId(), aggregateVersion: 1, occurredAt: now.toISOString(), payload: { changes } }]);
  }
}

function verdictOf(segment: Segment | undefined): string {
  return segment ? JSON.stringify([segment.colour, segment.causes.map(({ cause }) => cause)]) : '["green",[]]';
}
