import { EntityManager, IsolationLevel } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import { AsyncLocalStorage } from 'node:async_hooks';
import { patienceGranted, patiently, READING_ALL, withoutDeadline } from './connections.js';
import { type ReadAccess, readerOf } from './reader.js';

/** One database transaction, for the ORM and for SQL alike. */
export interface Tx {
  readonly em: EntityManager;
  db<Tables>(): Kysely<Tables>;
  /** Runs after the commit, never after a rollback. */
  afterCommit(work: () => void): void;
}

const TRIES = 3;
/** Serialization failure, deadlock. */
const RETRYABLE = new Set(['40001', '40P01']);
const running = new AsyncLocalStorage<Tx>();

@Injectable()
export class Transactions {
  constructor(private readonly em: EntityManager) {}

  /** Joins the transaction that is already open; otherwise opens one, and runs the work again when another writer was faster. */
  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const open = running.getStore();
    if (open) return work(open);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(work);
      } catch (error) {
        if (attempt === TRIES || !isLockConflict(error)) throw error;
      }
    }
  }

  /** One unchanging view of the whole database, for reading much. What `run` writes meanwhile is not part of it and commits by itself. */
  async snapshot<T>(work: (seen: ReadAccess) => Promise<T>): Promise<T> {
    if (running.getStore()) throw new Error('A snapshot cannot be taken inside a transaction.');
    const options = { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true };
    return this.em.fork().transactional(async (em) => {
      const tx = txOf(em, []);
      const seen = { read: <Tables>() => readerOf(tx.db<Tables>()) };
      return patiently(async () => (await allowTime(tx), work(seen)), READING_ALL);
    }, options);
  }

  private async once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const commits: (() => void)[] = [];
    // Resolving the context would find the snapshot this work may be started from.
    const result = await this.em.fork({ disableContextResolution: true }).transactional((em) => {
      const tx = txOf(em, commits);
      return running.run(tx, async () => (await allowTime(tx), work(tx)));
    });
    for (const then of commits) then();
    return result;
  }
}

function txOf(em: EntityManager, commits: (() => void)[]): Tx {
  return {
    em,
    db: <Tables>() => em.getKysely<Tables>() as unknown as Kysely<Tables>,
    afterCommit: (then) => void commits.push(then),
  };
}

/** Requests have what the connection begins with: no word more to the server for them. */
async function allowTime(tx: Tx): Promise<void> {
  const patience = patienceGranted();
  if (!patience) return;
  await sql`SELECT set_config('statement_timeout', ${String(patience.statement)}, true), set_config('lock_timeout', ${String(patience.lock)}, true)`.execute(
    tx.db(),
  );
}

/** The transaction this code runs in, if any. */
export function currentTx(): Tx | undefined {
  return running.getStore();
}

/** For repositories: the unit of work of the transaction this is called in, or an empty one to look with. */
export function unitOfWork(em: EntityManager): EntityManager {
  return currentTx()?.em ?? em.fork();
}

/** For answers that others share: neither seen nor spoilt by the transaction that happens to ask. */
export function apartFromTransactions<T>(work: () => T): T {
  return running.exit(() => withoutDeadline(work));
}

function isLockConflict(error: unknown): boolean {
  const { name, code, cause } = error as { name?: string; code?: string; cause?: { code?: string } };
  return name === 'OptimisticLockError' || RETRYABLE.has(code ?? '') || RETRYABLE.has(cause?.code ?? '');
}
