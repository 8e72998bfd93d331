import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type Scope, scopeSql } from '../authorization/scope.js';
import { type ErrorFacts, errorDefinitions } from '../kernel/domain-error.js';
import { Database } from '../persistence/database.js';
import type { PlatformTables } from '../persistence/tables.js';
import type { Row } from '../persistence/values.js';
import { interrupted, noSuchOperation } from './errors.js';
import type { Counts, Operation } from './operation.js';
import { isCancellable, SILENT } from './operations.js';

/** Milliseconds below which a rate says nothing. */
const MEASURABLE_MS = 200;

type OperationRow = Row<PlatformTables, 'platform.operation'> & { readonly silent: boolean };

/** How far operations are; another owner's do not exist. */
@Injectable()
export class OperationViews {
  constructor(private readonly database: Database) {}

  /** @throws OPERATION.NOT_FOUND */
  async one(scope: Scope, id: string): Promise<Operation> {
    const mine = this.operations()
      .where('o.id', '=', id)
      .where(scopeSql(scope, { ownerId: 'o.owner_id' }));
    return viewOf(await mine.executeTakeFirstOrThrow(() => noSuchOperation()));
  }

  /** For who has found out already that they may see them. */
  async many(ids: readonly string[]): Promise<ReadonlyMap<string, Operation>> {
    const rows = await this.operations()
      .where('o.id', '=', sql<string>`ANY(${[...ids]}::uuid[])`)
      .execute();
    return new Map(rows.map((row) => [row.id, viewOf(row)]));
  }

  private operations() {
    const operations = this.database.read<PlatformTables>().selectFrom('platform.operation as o');
    return operations.selectAll().select(sql<boolean>`${SILENT}`.as('silent'));
  }
}

/** A process that died says so itself, before a sweep comes by. */
function viewOf(row: OperationRow): Operation {
  const { id, kind, total, done, received_at, finished_at } = row;
  const state = row.silent ? 'failed' : row.state;
  const failure = row.silent ? interrupted().code : row.failure;
  const reason = errorDefinitions().find(({ code }) => code === failure);
  const facts = (row.failure_facts ?? {}) as ErrorFacts;
  const ms = msAt(row);
  return {
    ...{ id, kind, state, total, done, counts: row.counts as Counts },
    cancellable: isCancellable(state),
    receivedAt: received_at.toISOString(),
    ...(finished_at ? { finishedAt: finished_at.toISOString() } : {}),
    ...(ms !== undefined && ms >= MEASURABLE_MS ? { rate: Math.round((done * 1000) / ms) } : {}),
    ...(reason
      ? { problem: { code: reason.code, title: reason.title, ...(Object.keys(facts).length > 0 ? { facts } : {}) } }
      : {}),
  };
}

/** How long it was applied, until its last piece or its end. */
function msAt({ state, alive_at, finished_at, applying_at }: OperationRow): number | undefined {
  const until = state === 'applying' ? alive_at : finished_at;
  return until && applying_at ? until.getTime() - applying_at.getTime() : undefined;
}
