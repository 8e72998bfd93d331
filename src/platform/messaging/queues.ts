import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { createPostgresBackend, Queue, type Processor, Worker, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { Config } from '../config/config.js';
import { elapsed } from '../kernel/clock.js';

const onPostgres = withBackend(createPostgresBackend);
const RETRIES = { attempts: 8, backoff: { type: 'exponential', delay: 500 }, removeOnComplete: true, removeOnFail: true } as const;

/** Workers wait for a Redis that is away; who adds jobs holds a transaction and must not. */
const WAITS = { maxRetriesPerRequest: null };
const FAILS_FAST = { maxRetriesPerRequest: 1, commandTimeout: 5_000 };

/** What the platform needs of a queue, whichever engine holds it. */
export interface JobQueue {
  addBulk(jobs: { name: string; data: object; jobId: string }[]): Promise<void>;
  waiting(): Promise<number>;
}

/** BullMQ on PostgreSQL, or on Redis where one is configured. Queues carry ids and facts; the database alone remembers what was done. */
@Injectable()
export class Queues implements BeforeApplicationShutdown {
  private readonly log = new Logger('Queues');
  private complainedAt = -Infinity;
  private readonly closing: (() => Promise<unknown>)[] = [];

  constructor(private readonly config: Config) {}

  queue(name: string): JobQueue {
    const queue = this.open(name);
    queue.on('error', (error) => this.complain(error)); // The reconciler makes up for what was not queued.
    this.closing.push(() => queue.close());
    return {
      addBulk: async (jobs) => {
        await queue.addBulk(jobs.map(({ name: job, data, jobId }) => ({ name: job, data, opts: { ...RETRIES, jobId } })));
      },
      waiting: () => queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized'),
    };
  }

  work<Data>(name: string, processor: Processor<Data>, concurrency: number): void {
    const { REDIS_URL } = this.config.settings;
    const worker = REDIS_URL
      ? new Worker<Data>(name, processor, { connection: this.redis(REDIS_URL, WAITS), concurrency })
      : new onPostgres.Worker<Data>(name, processor, { connection: this.postgres(), concurrency });
    worker.on('error', (error) => this.complain(error));
    worker.on('failed', (job, error) => {
      const level = job && job.attemptsMade < RETRIES.attempts ? 'warn' : 'error';
      this.log[level](`${job?.name ?? 'A job'} failed (${error.name}), attempt ${job?.attemptsMade ?? '?'} of ${RETRIES.attempts}.`);
    });
    this.closing.unshift(() => worker.close());
  }

  /** Before the database closes: jobs at work are finished first. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const close of this.closing) await close().catch(() => undefined);
  }

  /** A queue that is away fails many times a second; saying so once a minute is enough. */
  private complain(error: Error & { code?: string }): void {
    if (elapsed() - this.complainedAt < 60_000) return;
    this.complainedAt = elapsed();
    this.log.warn(`The queue does not answer (${error.name}, ${error.code ?? 'no code'}).`);
  }

  private open(name: string): Pick<Queue, 'addBulk' | 'getJobCountByTypes' | 'close'> & { on(event: 'error', then: (error: Error) => void): unknown } {
    const { REDIS_URL } = this.config.settings;
    return REDIS_URL ? new Queue(name, { connection: this.redis(REDIS_URL, FAILS_FAST) }) : new onPostgres.Queue(name, { connection: this.postgres() });
  }

  private redis(url: string, options: typeof WAITS | typeof FAILS_FAST): Redis {
    const connection = new Redis(url, options);
    connection.on('error', (error) => this.complain(error));
    this.closing.push(async () => connection.disconnect());
    return connection;
  }

  private postgres() {
    return { connectionString: this.config.settings.DATABASE_URL, schema: 'bullmq', migrate: true, max: 6 };
  }
}
