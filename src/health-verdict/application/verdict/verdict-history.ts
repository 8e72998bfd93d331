import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/persistence/transactions.js';
import type { HistoryStep } from '../../domain/turns.js';
import { BEGINNING, chained } from './verdict-chain.js';

interface ChainEnd {
  readonly subject_id: string;
  readonly last_seq: number | null;
  readonly last_hash: Buffer | null;
}

/** A step of a subject's history, with where its chain ends so far. */
export interface SubjectStep<Subject extends ChainEnd = ChainEnd> extends HistoryStep {
  readonly subject: Subject;
}

/** Timelines as they stand, and every verdict ever given: append-only, each one chained by hash to the one before. */
@Injectable()
export class VerdictHistory {
  /** Two statements, however many subjects. Their rows are locked: what they end with is what the chain goes on from. */
  async append(tx: Tx, steps: readonly SubjectStep[]): Promise<void> {
    if (steps.length === 0) return;
    const kept = steps.map(({ subject, verdicts, timeline }) => ({
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
    const verdicts = steps.flatMap(rowsOf);
    if (verdicts.length === 0) return;
    await sql`
      INSERT INTO health_verdict.verdict (subject_id, seq, shape, from_at, colour, causes, rule_version, salt, hash)
      SELECT subject, seq, shape, "from", colour, causes, version, decode(salt, 'hex'), decode(hash, 'hex') FROM jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb)
        AS v (subject uuid, seq int, shape smallint, "from" timestamptz, colour text, causes jsonb, version int, salt text, hash text)
    `.execute(tx.db());
  }
}

function rowsOf({ subject: { subject_id: subject, last_seq, last_hash }, verdicts }: SubjectStep) {
  const last = { seq: last_seq ?? 0, hash: last_hash ?? BEGINNING };
  return chained(subject, verdicts, last).map(({ seq, shape, salt, hash, segment }) => {
    const { from, colour, causes, ruleVersion: version } = segment;
    return {
      subject,
      seq,
      shape,
      from,
      colour,
      causes,
      version,
      salt: salt.toString('hex'),
      hash: hash.toString('hex'),
    };
  });
}
