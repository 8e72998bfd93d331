import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { createPostgresBackend, type Processor, Queue, Worker, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { Config } from '../config/config.js';
import { elapsed } from '../kernel/clock.js';
import { TimedOut, within } from './within.js';

const onPostgres = withBackend(createPostgresBackend);
export const ATTEMPTS = 8;
const RETRIES = {
  attempts: ATTEMPTS,
  backoff: { type: 'exponential', delay: 500 },
  removeOnComplete: true,
  removeOnFail: true,
} as const;

/** Workers wait for a Redis that is away; who adds jobs asks again later. */
const WAITS = { maxRetriesPerRequest: null };
const FAILS_FAST = { maxRetriesPerRequest: 1, commandTimeout: 5_000 };
const ANSWER_MS = 5_000;
/** At the end: for jobs that are at work, and for a queue that has none. */
const JOBS_MS = 10_000;
const CLOSING_MS = 1_000;

/** What the platform needs of a queue, whichever engine holds it. Every call ends within seconds. */
export interface JobQueue {
  addBulk(jobs: { name: string; data: object; jobId: string }[]): Promise<void>;
  waiting(): Promise<number>;
}

interface OpenQueue {
  readonly queue: Pick<Queue, 'addBulk' | 'getJobCountByTypes'>;
  close(): Promise<unknown>;
}

/** BullMQ on PostgreSQL, or on Redis where one is configured. Queues carry ids and facts; the database alone remembers what was done. */
@Injectable()
export class Queues implements BeforeApplicationShutdown {
  private readonly log = new Logger('Queues');
  private warnedAt = -Infinity;
  private readonly ending = new AbortController();
  private readonly opened = new Map<string, OpenQueue>();
  private readonly workers: (() => Promise<unknown>)[] = [];
  private readonly connections = new Set<Redis>();

  constructor(private readonly config: Config) {}

  queue(name: string): JobQueue {
    return {
      addBulk: async (jobs) => {
        await this.call(name, (queue) =>
          queue.addBulk(jobs.map(({ name: job, data, jobId }) => ({ name: job, data, opts: { ...RETRIES, jobId } }))),
        );
      },
      waiting: () =>
        this.call(name, (queue) => queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized')),
    };
  }

  work<Data>(name: string, processor: Processor<Data>, concurrency: number): void {
    const { REDIS_URL } = this.config.settings;
    const redis = REDIS_URL ? this.redis(REDIS_URL, WAITS) : undefined;
    let atWork = 0;
    const counted: Processor<Data> = async (...job) => {
      atWork++;
      try {
        return (await processor(...job)) as unknown;
      } finally {
        atWork--;
      }
    };
    const worker = redis
      ? new Worker<Data>(name, counted, { connection: redis, concurrency })
      : new onPostgres.Worker<Data>(name, counted, { connection: this.postgres(), concurrency });
    worker.on('error', (error) => this.warnUnreachable(error));
    worker.on('failed', (job, error) => {
      const level = job && job.attemptsMade < ATTEMPTS ? 'warn' : 'error';
      this.log[level](
        `${job?.name ?? 'A job'} failed (${error.name}), attempt ${job?.attemptsMade ?? '?'} of ${ATTEMPTS}.`,
      );
    });
    this.workers.push(async () => {
      // Forced, it does not wait for an answer of the queue; what it may just have been given is given to another.
      await within(atWork > 0 ? JOBS_MS : CLOSING_MS, worker.close(atWork === 0)).catch(() => undefined);
      await within(CLOSING_MS, worker.disconnect()).catch(() => undefined); // Closed by force, it would wait for its next job for five seconds more.
    });
  }

  /** Before the database closes: jobs at work are finished first. A queue that does not answer is left as it is. */
  async beforeApplicationShutdown(): Promise<void> {
    this.ending.abort();
    const queues = [...this.opened.values()].map((open) => within(CLOSING_MS, open.close()));
    await Promise.allSettled([...queues, ...this.workers.map((leave) => leave())]);
    for (const connection of this.connections) this.drop(connection);
  }

  /**
   * A queue that failed is thrown away with all that it holds back, and the next call opens another: one that was opened while Redis
   * was away would stay dumb for good.
   */
  private async call<T>(name: string, command: (queue: OpenQueue['queue']) => Promise<T>): Promise<T> {
    if (this.ending.signal.aborted) throw new TimedOut();
    const open = this.opened.get(name) ?? this.open(name);
    this.opened.set(name, open);
    try {
      return await within(ANSWER_MS, command(open.queue), this.ending.signal);
    } catch (error) {
      if (this.opened.get(name) === open) this.opened.delete(name);
      open.close().catch(() => undefined);
      throw error;
    }
  }

  private open(name: string): OpenQueue {
    const { REDIS_URL } = this.config.settings;
    const redis = REDIS_URL ? this.redis(REDIS_URL, FAILS_FAST) : undefined;
    const queue = redis
      ? new Queue(name, { connection: redis })
      : new onPostgres.Queue(name, { connection: this.postgres() });
    queue.on('error', (error: Error) => this.warnUnreachable(error)); // The reconciler makes up for what was not queued.
    const close = async () => {
      if (redis) this.drop(redis);
      await queue.close();
    };
    return { queue, close };
  }

  /** A queue that is away fails many times a second; saying so once a minute is enough. */
  private warnUnreachable(error: Error & { code?: string }): void {
    if (elapsed() - this.warnedAt < 60_000) return;
    this.warnedAt = elapsed();
    this.log.warn(`The queue does not answer (${error.name}, ${error.code ?? 'no code'}).`);
  }

  private redis(url: string, options: typeof WAITS | typeof FAILS_FAST): Redis {
    return this.tracked(new Redis(url, options));
  }

  /** With those that a worker makes of it to wait on: one that never reached Redis would keep the process from ending. */
  private tracked(connection: Redis): Redis {
    connection.on('error', (error) => this.warnUnreachable(error));
    this.connections.add(connection);
    const duplicate = connection.duplicate.bind(connection);
    connection.duplicate = (override) => this.tracked(duplicate(override));
    return connection;
  }

  /** For good: BullMQ connects again what it finds disconnected. */
  private drop(connection: Redis): void {
    connection.options.retryStrategy = () => null;
    connection.disconnect();
    this.connections.delete(connection);
  }

  private postgres() {
    return { connectionString: this.config.settings.DATABASE_URL, schema: 'bullmq', migrate: true, max: 6 };
  }
}
