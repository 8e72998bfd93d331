import { Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/persistence/transactions.js';
import type { Segment } from '../../domain/timeline.js';
import type { HistoryStep } from '../../domain/turns.js';

export interface SubjectGain extends HistoryStep {
  readonly subject: {
    readonly subject_id: string;
    readonly last_seq: number | null;
    readonly last_hash: Buffer | null;
  };
}

/** Timelines as they stand, and every verdict ever given: append-only, each one chained by hash to the one before. */
@Injectable()
export class VerdictHistory {
  /** Two statements, however many subjects. */
  async append(tx: Tx, gains: readonly SubjectGain[]): Promise<void> {
    if (gains.length === 0) return;
    const kept = gains.map(({ subject, verdicts, timeline }) => ({
      subject: subject.subject_id,
      segments: timeline,
      seq: (subject.last_seq ?? 0) + verdicts.length,
      next: timeline[1]?.from ?? null,
    }));
    await sql`
      INSERT INTO health_verdict.timeline AS t (subject_id, segments, last_seq, next_turn_at)
      SELECT subject, segments, seq, next FROM jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) AS k (subject uuid, segments jsonb, seq int, next timestamptz)
      ON CONFLICT (subject_id) DO UPDATE SET segments = excluded.segments, last_seq = excluded.last_seq, next_turn_at = excluded.next_turn_at
      WHERE (t.segments, t.last_seq) IS DISTINCT FROM (excluded.segments, excluded.last_seq)
    `.execute(tx.db());
    const verdicts = gains.flatMap(chained);
    if (verdicts.length === 0) return;
    await sql`
      INSERT INTO health_verdict.verdict (subject_id, seq, from_at, colour, causes, rule_version, salt, hash)
      SELECT subject, seq, "from", colour, causes, version, decode(salt, 'hex'), decode(hash, 'hex') FROM jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb)
        AS v (subject uuid, seq int, "from" timestamptz, colour text, causes smallint[], version int, salt text, hash text)
    `.execute(tx.db());
  }
}

function chained({ subject, verdicts }: SubjectGain) {
  let before = subject.last_hash ?? Buffer.alloc(32);
  return verdicts.map((segment, index) => {
    const seq = (subject.last_seq ?? 0) + index + 1;
    const salt = randomBytes(16);
    before = verdictHash(before, salt, seq, segment);
    const causes = segment.causes.map(({ cause }) => cause);
    const { from, colour, ruleVersion: version } = segment;
    return {
      subject: subject.subject_id,
      seq,
      from,
      colour,
      causes,
      version,
      salt: salt.toString('hex'),
      hash: before.toString('hex'),
    };
  });
}

/** The leaf is salted, so that a person can be erased while the chain still verifies. */
export function verdictHash(
  before: Buffer,
  salt: Buffer,
  seq: number,
  { from, colour, causes, ruleVersion }: Segment,
): Buffer {
  const facts = JSON.stringify([seq, from, colour, causes.map(({ cause }) => cause), ruleVersion]);
  const leaf = createHash('sha256').update(salt).update(facts).digest();
  return createHash('sha256').update(before).update(leaf).digest();
}
