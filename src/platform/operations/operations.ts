import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { DomainError, ErrorFacts } from '../kernel/domain-error.js';
import { KeyedHash } from '../crypto/keyed-hash.js';
import type { PlatformTables } from '../persistence/tables.js';
import { Transactions, type Tx } from '../persistence/transactions.js';
import type { Row } from '../persistence/values.js';
import { cancelled, interrupted, keyOfOther, noSuchOperation, tooLateToCancel, underWay } from './errors.js';
import type { Counts, OperationState } from './operation.js';

type OperationRow = Row<PlatformTables, 'platform.operation'>;

const BEAT_MS = 3000;

/** Of an operation `o`: no process takes it in any more. Several beats, by the database's clock. */
export const SILENT = sql`o.state = 'received' AND o.alive_at < now() - interval '12 seconds'`;

export interface NewOperation {
  readonly id: string;
  readonly kind: string;
  /** The organization or authority it is for. */
  readonly ownerId: string;
  readonly startedBy: string;
  /** Of one line, one is applied after the other. */
  readonly line?: string;
  /** What the client calls it, so that sending it again does not do it again. */
  readonly key?: string | undefined;
  readonly receivedAt: Date;
}

/** From the first byte of an operation until all of it is here. What happens then is the runner's. */
@Injectable()
export class Operations {
  constructor(
    private readonly transactions: Transactions,
    private readonly hash: KeyedHash,
  ) {}

  /** @returns the id of the operation that has this key already, if there is one; then nothing new is begun */
  async begin(
    tx: Tx,
    { id, kind, ownerId, startedBy, line, key, receivedAt }: NewOperation,
  ): Promise<string | undefined> {
    const { rows } = await sql<Pick<OperationRow, 'id'>>`
      INSERT INTO platform.operation (id, kind, owner_id, started_by, state, line, idempotency_key, received_at)
      VALUES (${id}, ${kind}, ${ownerId}, ${startedBy}, 'received', ${line ?? null}, ${key ?? null}, ${receivedAt})
      ON CONFLICT (owner_id, idempotency_key) WHERE idempotency_key IS NOT NULL AND state <> 'failed' DO NOTHING RETURNING id
    `.execute(tx.db());
    if (rows.length > 0) return undefined;
    const known = await sql<Pick<OperationRow, 'id'>>`
      SELECT id FROM platform.operation WHERE owner_id = ${ownerId} AND idempotency_key = ${key ?? null} AND state <> 'failed'
    `.execute(tx.db());
    if (!known.rows[0]) throw underWay(); // It failed between the two statements.
    return known.rows[0].id;
  }

  /**
   * The operation of this key, sent again.
   * @param digest of what was sent
   * Cancelled while it arrived, nobody knows what it would have been: it is that cancelled one, as if cancelled a moment later.
   * @throws OPERATION.UNDER_WAY while the first one is still arriving, OPERATION.KEY_TAKEN when it was something else
   */
  async requireSame(id: string, digest: string): Promise<void> {
    const { state, content_hash } = await this.transactions.run((tx) => this.locked(tx, id));
    if (state === 'received') throw underWay();
    if (state === 'cancelled' && content_hash === null) return;
    const same = this.hash.candidates(digest, 'operation').some((hash) => content_hash?.equals(hash));
    if (!same) throw keyOfOther();
  }

  /** While it arrives, everybody can see that it does. */
  async alive<T>(id: string, work: () => Promise<T>): Promise<T> {
    const beat = () =>
      this.transactions.run((tx) =>
        sql`UPDATE platform.operation SET alive_at = now() WHERE id = ${id}`.execute(tx.db()),
      );
    const timer = setInterval(() => void beat().catch(() => undefined), BEAT_MS);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }

  /** So many rows more are here. @throws OPERATION.CANCELLED, OPERATION.INTERRUPTED for one that was ended meanwhile */
  async arrived(tx: Tx, id: string, rows: number, counts: Counts): Promise<void> {
    const { numAffectedRows } = await sql`
      UPDATE platform.operation o SET alive_at = now(), total = total + ${rows}, done = done + ${sum(counts)}, counts = ${added(counts)}
      WHERE id = ${id} AND state = 'received' RETURNING ${WITHOUT_WAITING_FOR_THE_DISK}
    `.execute(tx.db());
    if (!numAffectedRows) await this.requireArriving(tx, id);
  }

  /** All of it is here: it has its place, and counts even if this process dies. */
  async staged(id: string, digest: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const { line } = await this.requireArriving(tx, id);
      // Places of one line are given in the order of commits: an earlier one never turns up behind a later one.
      if (line) await sql`SELECT pg_advisory_xact_lock(hashtextextended(${line}, 0))`.execute(tx.db());
      await sql`
        UPDATE platform.operation SET state = 'staged', alive_at = now(), content_hash = ${this.hash.of(digest, 'operation')}, place = nextval('platform.operation_place')
        WHERE id = ${id}
      `.execute(tx.db());
    });
  }

  /** Before it was staged: the attempt and its reason stay on record. @returns whether it was still arriving */
  async fail(id: string, { code, facts }: { readonly code: string; readonly facts: ErrorFacts }): Promise<boolean> {
    const { numAffectedRows } = await this.transactions.run((tx) =>
      sql`
        UPDATE platform.operation SET state = 'failed', failure = ${code}, failure_facts = ${JSON.stringify(facts)}::jsonb,
               total = 0, done = 0, counts = '{}', finished_at = now()
        WHERE id = ${id} AND state = 'received'
      `.execute(tx.db()),
    );
    return Number(numAffectedRows ?? 0) > 0;
  }

  /** Harmless when it is cancelled already. @throws OPERATION.TOO_LATE once anything of it may have been applied */
  async cancel(id: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const { state } = await this.locked(tx, id);
      if (state === 'cancelled') return;
      if (!isCancellable(state)) throw tooLateToCancel();
      await sql`UPDATE platform.operation SET state = 'cancelled', done = 0, counts = '{}', finished_at = now() WHERE id = ${id}`.execute(
        tx.db(),
      );
    });
  }

  private async requireArriving(tx: Tx, id: string) {
    const operation = await this.locked(tx, id);
    if (operation.state !== 'received') throw (operation.state === 'cancelled' ? cancelled : interrupted)();
    return operation;
  }

  private async locked(tx: Tx, id: string) {
    const { rows } = await sql<Pick<OperationRow, 'state' | 'line' | 'content_hash'>>`
      SELECT state, line, content_hash FROM platform.operation WHERE id = ${id} FOR NO KEY UPDATE
    `.execute(tx.db());
    if (!rows[0]) throw noSuchOperation();
    return rows[0];
  }
}

/**
 * Of pieces: a crash of the database may take the last of them back, together with their progress, and they are done again. Whoever saw one and
 * commits is behind it in the log, and so is the end of the operation: what is said to be done is on the disk.
 */
export const WITHOUT_WAITING_FOR_THE_DISK = sql`set_config('synchronous_commit', 'off', true)`;
export const WAITING_FOR_THE_DISK = sql`set_config('synchronous_commit', 'on', true)`;

/** While nothing of it can have been applied. */
export function isCancellable(state: OperationState): boolean {
  return ['received', 'staged', 'waiting'].includes(state);
}

/** Of an operation `o`: its counts with these. */
export function added(counts: Counts) {
  return sql`o.counts || (SELECT coalesce(jsonb_object_agg(key, value::int + coalesce((o.counts ->> key)::int, 0)), '{}') FROM jsonb_each_text(${JSON.stringify(counts)}::jsonb))`;
}

function sum(counts: Counts): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

/** Whatever ended an operation while it arrived, as its operator is told. */
export function reasonOf(error: unknown): { code: string; facts: ErrorFacts } {
  const { code, facts } = error as Partial<DomainError>;
  return typeof code === 'string' && facts ? { code, facts } : interrupted();
}
