import { Injectable, Logger } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { decorated } from '../messaging/decorated.js';
import { isPassing } from '../messaging/problem.js';
import type { PlatformTables } from '../persistence/tables.js';
import { Transactions, type Tx } from '../persistence/transactions.js';
import type { Row } from '../persistence/values.js';
import { type Counts, Operates, type OperationKind } from './operation.js';
import { added, Operations, SILENT, WAITING_FOR_THE_DISK, WITHOUT_WAITING_FOR_THE_DISK } from './operations.js';
import { interrupted } from './errors.js';

type OperationRow = Row<PlatformTables, 'platform.operation'>;
type Picked = Pick<OperationRow, 'id' | 'kind'>;

/**
 * Applies operations, in every worker, a piece per transaction: the piece, the progress and the end of an operation are written together, so that each
 * piece counts once, and a process that dies leaves nothing to clear up. Those that nobody was at for longest come first; nobody waits behind a large one.
 */
@Injectable()
export class OperationRunner {
  private readonly log = new Logger('Operations');
  private known: ReadonlyMap<string, OperationKind> | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly transactions: Transactions,
    private readonly operations: Operations,
  ) {}

  /** @returns whether there may be more to do at once */
  async step(): Promise<boolean> {
    let picked: Picked | undefined;
    try {
      return await this.transactions.run(async (tx) => {
        picked = await this.pick(tx);
        return picked !== undefined && (await this.apply(tx, picked), true);
      });
    } catch (error) {
      if (!picked || isPassing(error)) throw error;
      await this.later(picked, error);
      return true;
    }
  }

  /** Until nothing is left that can be done, here or in another process; for scenarios that go on from there. */
  async drain(): Promise<void> {
    while (await this.behind()) if (!(await this.step())) await setTimeout(10);
  }

  /** Whether something waits that can be done. */
  async behind(): Promise<boolean> {
    const { rows } = await this.transactions.run((tx) =>
      sql`SELECT 1 FROM platform.operation o WHERE ${DUE} LIMIT 1`.execute(tx.db()),
    );
    return rows.length > 0;
  }

  /** What waits for an operation that will never be applied is thrown away. */
  async discard({ id, kind }: Picked): Promise<void> {
    await this.kinds().get(kind)?.discard(id);
  }

  /** Given up, because the process that took them in has not been heard of. */
  async giveUpSilent(): Promise<void> {
    const { rows } = await this.transactions.run((tx) =>
      sql<Picked>`SELECT o.id, o.kind FROM platform.operation o WHERE ${SILENT} LIMIT 100`.execute(tx.db()),
    );
    for (const silent of rows) if (await this.operations.fail(silent.id, interrupted())) await this.discard(silent);
  }

  private async pick(tx: Tx): Promise<Picked | undefined> {
    const { rows } = await sql<Picked>`
      SELECT o.id, o.kind, ${WITHOUT_WAITING_FOR_THE_DISK} FROM platform.operation o WHERE ${DUE} AND ${FIRST_OF_ITS_LINE} ORDER BY o.alive_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
    `.execute(tx.db());
    return rows[0];
  }

  private async apply(tx: Tx, { id, kind }: Picked): Promise<void> {
    const its = this.kinds().get(kind);
    if (!its) throw new Error(`Nobody knows operations of the kind ${kind}.`);
    const piece = await its.apply(tx, id);
    const { rows } = await sql<Pick<OperationRow, 'counts'>>`
      UPDATE platform.operation o SET state = ${piece ? 'applying' : 'applied'}, done = done + ${piece?.rows ?? 0}, counts = ${added(piece?.counts ?? {})},
             alive_at = clock_timestamp(), applying_at = coalesce(applying_at, now()), finished_at = ${piece ? null : sql`clock_timestamp()`}, attempts = 0, retry_at = NULL
      WHERE id = ${id} RETURNING counts, ${piece ? WITHOUT_WAITING_FOR_THE_DISK : WAITING_FOR_THE_DISK}
    `.execute(tx.db());
    if (!piece) await its.finish(tx, id, rows[0]!.counts as Counts);
  }

  /** Others go on meanwhile. It is never given up half applied: whoever reads the log mends what is in its way. */
  private async later({ id, kind }: Picked, error: unknown): Promise<void> {
    const { name, code = 'no code' } = error as Error & { code?: string };
    this.log.error(`A piece of ${kind} ${id} failed (${name}, ${code}); it is tried again.`);
    await this.transactions.run((tx) =>
      sql`
        UPDATE platform.operation SET attempts = attempts + 1, retry_at = now() + make_interval(secs => least(300, 2 ^ least(attempts, 10))) WHERE id = ${id}
      `.execute(tx.db()),
    );
  }

  private kinds(): ReadonlyMap<string, OperationKind> {
    return (this.known ??= new Map(
      decorated<OperationKind, { kind: string }>(this.discovery, Operates).map(({ provider, options }) => [
        options.kind,
        provider,
      ]),
    ));
  }
}

const DUE = sql`o.state IN ('staged', 'applying') AND (o.retry_at IS NULL OR o.retry_at <= now())`;
/** One that waits for a second person holds up those behind it: applied out of order, they could keep an older revision's place. */
const FIRST_OF_ITS_LINE = sql`NOT EXISTS (
  SELECT FROM platform.operation before WHERE before.line = o.line AND before.state IN ('staged', 'waiting', 'applying') AND before.place < o.place)`;
