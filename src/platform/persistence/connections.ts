import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { elapsed } from '../kernel/clock.js';
import { VALUES } from './values.js';

/** How long PostgreSQL may take, in milliseconds. */
interface Patience {
  readonly statement: number;
  /** Waiting for a row or table that another transaction holds. */
  readonly lock: number;
}

/** Somebody waits for the answer. What takes longer is refused with 503, and the person tries again. */
const REQUEST: Patience = { statement: 4000, lock: 3000 };
/** All that a request asks for, one after the other, with waiting for a connection: the answer leaves within five seconds. */
const REQUEST_MS = 4500;
/** Nobody waits: projections, reactions, sweeps. */
const WORK: Patience = { statement: 60_000, lock: 10_000 };
/** Reading everything, to build a projection again. */
export const READING_ALL: Patience = { statement: 600_000, lock: 10_000 };
/** Before a program serves anybody, where it may wait for another one that does the same at this moment. */
export const STARTING: Patience = { statement: 120_000, lock: 120_000 };
/** What a connection may take to be made, or to become free. */
const CONNECT_MS = 4000;
/** The server ends a statement itself; only one that cannot (frozen, or behind a network that lost it) is given up from here. */
const GRACE_MS = 500;
const WATCH_MS = 100;

/** A lost connection to whoever waits: answered with 503, and said again later. */
export const tooLate = () => new ConnectionLost('The time of the request is used up.');

/** The connection is gone, or none was free in time. The driver has no code for it, hence PostgreSQL's own. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  readonly code = '08006';
}

/** What the driver throws as a bare `Error` is about the connection; the server's refusals and mistakes of ours are errors of other kinds. */
function asLost(error: unknown): unknown {
  const bare = error instanceof Error && error.constructor === Error && !('code' in error);
  return bare ? new ConnectionLost(error.message, { cause: error }) : error;
}

const rethrown = (error: unknown) => Promise.reject(asLost(error));

const granted = new AsyncLocalStorage<Patience>();
/** When a request has to have what it wants of the database; from `elapsed()`. */
const deadline = new AsyncLocalStorage<number>();

/** @param spent milliseconds of its time that the request has used already */
export function withinRequest<T>(work: () => T, spent = 0): T {
  return deadline.run(elapsed() + REQUEST_MS - spent, work);
}

/** For what takes its time beside the request that began it, as files do, or has others waiting for it, too. */
export function withoutDeadline<T>(work: () => T): T {
  return deadline.exit(work);
}

/** The moment, from `elapsed()`, until which the request of whoever calls may use the database. */
export function deadlineOfRequest(): number {
  return deadline.getStore() ?? Infinity;
}

/** For what is done for several requests together, in a time that is none of theirs alone. */
export function untilDeadline<T>(moment: number, work: () => T): T {
  return deadline.run(moment, work);
}

const timeLeft = () => deadlineOfRequest() - elapsed();

/** For work that nobody waits for. */
export function patiently<T>(work: () => T, patience = WORK): T {
  return granted.run(patience, () => withoutDeadline(work));
}

/** For a transaction that may take longer than a request; a connection begins with a request's limits. */
export function patienceGranted(): Patience | undefined {
  return granted.getStore();
}

type Release = (broken?: Error | boolean) => void;

/**
 * A connection whose server does not answer ends, and everything that waits for it with it; a pool then makes another. And one that ended
 * goes back by itself: whoever began a transaction on it in vain forgets to, and after sixteen of them no request would ever be served again.
 */
class ImpatientClient extends pg.Client {
  private until = Infinity;
  private watch: NodeJS.Timeout | undefined;
  private giveBack: Release | undefined;

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined); // Lent out, nobody else listens, and that would end the process; what waits for an answer fails by itself.
    this.on('drain', () => (this.until = Infinity));
    this.on('end', () => {
      clearInterval(this.watch);
      this.giveBack?.(true);
    });
  }

  /** Set by the pool whenever it lends the connection. */
  set release(giveBack: Release) {
    this.giveBack = (broken) => {
      this.giveBack = undefined;
      giveBack(broken);
    };
  }

  get release(): Release {
    return (broken) => this.giveBack?.(broken);
  }

  override query(...statement: unknown[]): never {
    const left = timeLeft();
    if (left <= 0 && !UNDOES.test(textOf(statement))) return refuse(statement);
    const { statement: most } = granted.getStore() ?? REQUEST;
    this.until = elapsed() + Math.min(most + GRACE_MS, left > 0 ? left : GRACE_MS);
    this.watch ??= setInterval(() => this.giveUp(), WATCH_MS).unref();
    const answer = (super.query as (...all: unknown[]) => unknown)(...statement);
    return (answer instanceof Promise ? answer.catch(rethrown) : answer) as never;
  }

  private giveUp(): void {
    if (elapsed() > this.until) void this.end();
  }
}

/** A transaction that ran out of time ends at once and keeps its connection. */
const UNDOES = /^\s*rollback\b/i;

function textOf([asked]: unknown[]): string {
  return typeof asked === 'string' ? asked : ((asked as { text?: string }).text ?? '');
}

/** As the driver tells it: to the callback, where there is one. */
function refuse(statement: unknown[]): never {
  const callback = statement.at(-1);
  if (typeof callback !== 'function') return Promise.reject(tooLate()) as never;
  process.nextTick(callback, tooLate());
  return undefined as never;
}

/** Waiting for a connection is part of a request's time, too: the pool looks this up whenever somebody asks it for one. */
export function boundWaitingForConnections(pool: pg.Pool): void {
  Object.defineProperty(pool.options, 'connectionTimeoutMillis', {
    get: () => Math.max(1, Math.min(CONNECT_MS, timeLeft())),
  });
  const connect = pool.connect.bind(pool) as () => Promise<pg.PoolClient>;
  pool.connect = (() => connect().catch(rethrown)) as typeof pool.connect;
}

/** Of every pool towards the database. */
export const CONNECTIONS: Partial<pg.PoolConfig> & { Client: typeof pg.Client } = {
  Client: ImpatientClient,
  types: VALUES,
  connectionTimeoutMillis: CONNECT_MS,
  statement_timeout: REQUEST.statement,
  lock_timeout: REQUEST.lock,
  idle_in_transaction_session_timeout: 30_000,
  keepAlive: true,
};
