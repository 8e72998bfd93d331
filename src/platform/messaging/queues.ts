import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createPostgresBackend, Queue, type Processor, Worker, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { Config } from '../config/config.js';

const onPostgres = withBackend(createPostgresBackend);
const RETRIES = { attempts: 8, backoff: { type: 'exponential', delay: 500 }, removeOnComplete: true, removeOnFail: true } as const;

/** What the platform needs of a queue, whichever engine holds it. */
export interface JobQueue {
  addBulk(jobs: { name: string; data: object; jobId: string }[]): Promise<void>;
  waiting(): Promise<number>;
}

/** BullMQ on PostgreSQL, or on Redis where one is configured. Queues carry ids and facts; the database alone remembers what was done. */
@Injectable()
export class Queues implements OnApplicationShutdown {
  private readonly closing: (() => Promise<unknown>)[] = [];

  constructor(private readonly config: Config) {}

  queue(name: string): JobQueue {
    const queue = this.open(name);
    queue.on('error', () => undefined); // Reported by readiness; the reconciler makes up for what was not queued.
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
      ? new Worker<Data>(name, processor, { connection: this.redis(REDIS_URL), concurrency })
      : new onPostgres.Worker<Data>(name, processor, { connection: this.postgres(), concurrency });
    worker.on('error', () => undefined);
    this.closing.unshift(() => worker.close());
  }

  async onApplicationShutdown(): Promise<void> {
    for (const close of this.closing) await close().catch(() => undefined);
  }

  private open(name: string): Pick<Queue, 'addBulk' | 'getJobCountByTypes' | 'close'> & { on(event: 'error', then: () => void): unknown } {
    const { REDIS_URL } = this.config.settings;
    return REDIS_URL ? new Queue(name, { connection: this.redis(REDIS_URL) }) : new onPostgres.Queue(name, { connection: this.postgres() });
  }

  private redis(url: string): Redis {
    const connection = new Redis(url, { maxRetriesPerRequest: null });
    connection.on('error', () => undefined);
    this.closing.push(async () => connection.disconnect());
    return connection;
  }

  private postgres() {
    return { connectionString: this.config.settings.DATABASE_URL, schema: 'bullmq', migrate: true, max: 6 };
  }
}
