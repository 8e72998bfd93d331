import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { OutboxEvent } from '../../../platform/messaging/outbox.js';
import { EventReplay, OffersReplay } from '../../../platform/messaging/replay.js';
import type { ReadAccess } from '../../../platform/persistence/reader.js';
import type { Row } from '../../../platform/persistence/values.js';
import {
  type CodeClaimed,
  CodeClaimedV1,
  type VerdictChange,
  type VerdictsChanged,
  VerdictsChangedV1,
} from '../../contracts/events.js';
import type { HealthVerdictTables } from '../../tables.js';

const AT_ONCE = 2000;

type VerdictRow = Row<HealthVerdictTables, 'health_verdict.verdict'>;

interface TurnRow extends Pick<VerdictRow, 'subject_id' | 'seq'> {
  resident_id: Row<HealthVerdictTables, 'health_verdict.code'>['resident_id'];
  /** As text, to the microsecond. */
  from_at: string;
  /** Of an erased verdict nothing is told. */
  colour: NonNullable<VerdictRow['colour']>;
}

/** Tells claims and turns of colour again, out of the codes and the verdict history. */
@Injectable()
@OffersReplay()
export class VerdictReplay extends EventReplay {
  readonly events = [CodeClaimedV1, VerdictsChangedV1];

  async *replay(snapshot: ReadAccess, from: Date): AsyncIterable<readonly OutboxEvent[]> {
    yield* this.claims(snapshot, from);
    yield* this.turns(snapshot, from);
  }

  private async *claims(snapshot: ReadAccess, from: Date): AsyncIterable<readonly OutboxEvent<CodeClaimed>[]> {
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const rows = await snapshot
        .read<HealthVerdictTables>()
        .selectFrom('health_verdict.code')
        .select(['id', 'resident_id', 'claimed_at'])
        .where('claimed_at', '>=', from)
        .where('id', '>', after)
        .orderBy('id')
        .limit(AT_ONCE)
        .execute();
      yield rows.map(({ id, resident_id: residentId, claimed_at }) => {
        const payload = { codeId: id, residentId };
        return {
          id,
          type: CodeClaimedV1,
          aggregateId: id,
          aggregateVersion: 1,
          occurredAt: claimed_at.toISOString(),
          payload,
        };
      });
      if (rows.length < AT_ONCE) return;
      after = rows.at(-1)!.id;
    }
  }

  /** A batch of turns names the subject it ends with: ids of events of the past are not kept. */
  private async *turns(snapshot: ReadAccess, from: Date): AsyncIterable<readonly OutboxEvent<VerdictsChanged>[]> {
    for (let [subject, seq] = ['00000000-0000-0000-0000-000000000000', 0]; ;) {
      const { rows } = await sql<TurnRow>`
        SELECT v.subject_id, c.resident_id, v.seq, to_char(v.from_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS from_at, v.colour
        FROM health_verdict.verdict v JOIN health_verdict.code c ON c.subject_id = v.subject_id
        LEFT JOIN health_verdict.verdict b ON b.subject_id = v.subject_id AND b.seq = v.seq - 1
        WHERE v.from_at >= ${from} AND v.colour <> coalesce(b.colour, (SELECT key FROM health_verdict.colour WHERE rank = 0)) AND (v.subject_id, v.seq) > (${subject}::uuid, ${seq}::int)
        ORDER BY v.subject_id, v.seq LIMIT ${AT_ONCE}
      `.execute(snapshot.read());
      const last = rows.at(-1);
      if (!last) return;
      const changes = rows.map(({ resident_id, seq: number, from_at, colour }): VerdictChange => ({
        residentId: resident_id,
        seq: number,
        from: from_at,
        colour,
      }));
      yield [
        {
          id: last.subject_id,
          type: VerdictsChangedV1,
          aggregateId: last.subject_id,
          aggregateVersion: 1,
          occurredAt: last.from_at,
          payload: { changes },
        },
      ];
      [subject, seq] = [last.subject_id, last.seq];
    }
  }
}
