import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type Scope, scopeSql } from '../authorization/scope.js';
import { type ErrorFacts, errorDefinitions } from '../kernel/domain-error.js';
import { Database } from '../persistence/database.js';
import { interrupted, noSuchOperation } from './errors.js';
import type { Operation } from './operation.js';
import { isCancellable, SILENT } from './operations.js';

/** Milliseconds below which a rate says nothing. */
const MEASURABLE_MS = 200;

type Row = Omit<Operation, 'rate' | 'cancellable' | 'problem' | 'finishedAt'> & {
  readonly finishedAt: string | null;
  readonly ms: number | null;
  readonly failure: string | null;
  readonly facts: ErrorFacts | null;
};

const at = (column: string) => sql`to_char(${sql.ref(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
/** A process that died says so itself, before a sweep comes by. */
const COLUMNS = sql`o.id, o.kind, CASE WHEN ${SILENT} THEN 'failed' ELSE o.state END AS state, o.total, o.done, o.counts,
  ${at('o.received_at')} AS "receivedAt", ${at('o.finished_at')} AS "finishedAt",
  (extract(epoch FROM CASE WHEN o.state = 'applying' THEN o.alive_at ELSE o.finished_at END - o.applying_at) * 1000)::int AS ms,
  CASE WHEN ${SILENT} THEN ${interrupted().code} ELSE o.failure END AS failure, o.failure_facts AS facts`;

/** How far operations are; another owner's do not exist. */
@Injectable()
export class OperationViews {
  constructor(private readonly database: Database) {}

  /** @throws OPERATION.NOT_FOUND */
  async one(scope: Scope, id: string): Promise<Operation> {
    const { rows } = await sql<Row>`
      SELECT ${COLUMNS} FROM platform.operation o WHERE o.id = ${id} AND ${scopeSql(scope, { ownerId: 'o.owner_id' })}
    `.execute(this.database.read());
    if (!rows[0]) throw noSuchOperation();
    return viewOf(rows[0]);
  }

  /** For who has found out already that they may see them. */
  async many(ids: readonly string[]): Promise<ReadonlyMap<string, Operation>> {
    const { rows } =
      await sql<Row>`SELECT ${COLUMNS} FROM platform.operation o WHERE o.id = ANY(${[...ids]}::uuid[])`.execute(
        this.database.read(),
      );
    return new Map(rows.map((row) => [row.id, viewOf(row)]));
  }
}

function viewOf({ finishedAt, ms, failure, facts, ...row }: Row): Operation {
  const reason = failure && errorDefinitions().find(({ code }) => code === failure);
  const some = facts && Object.keys(facts).length > 0 ? { facts } : {};
  return {
    ...row,
    cancellable: isCancellable(row.state),
    ...(finishedAt ? { finishedAt } : {}),
    ...(ms !== null && ms >= MEASURABLE_MS ? { rate: Math.round((row.done * 1000) / ms) } : {}),
    ...(reason ? { problem: { code: reason.code, title: reason.title, ...some } } : {}),
  };
}
