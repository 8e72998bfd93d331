import { Injectable, Logger } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { sql } from 'kysely';
import { Transactions } from '../persistence/transactions.js';
import type { OutboxEvent } from './outbox.js';
import { OutboxReader } from './outbox-reader.js';
import { type JobQueue, Queues } from './queues.js';
import { decorated } from './decorated.js';
import { Reaction, ReactsTo } from './reaction.js';

const QUEUE = 'reactions';
const DISPATCHER = 'platform.dispatcher';

interface ReactionJob {
  readonly subscriber: string;
  readonly event: OutboxEvent;
}

/** Carries events to the reactions of other contexts: dispatched as jobs, done exactly once by the inbox, found again if lost. */
@Injectable()
export class Reactions {
  private readonly log = new Logger('Reactions');
  private queue: JobQueue | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly transactions: Transactions,
    private readonly reader: OutboxReader,
    private readonly queues: Queues,
  ) {}

  startWorker(): void {
    this.queues.work<ReactionJob>(QUEUE, (job) => this.handle(job.data), 4);
  }

  /** Moves one batch of events from the outbox to the queue. @returns whether there may be more */
  dispatch(): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const cursor = await this.reader.lock(tx, DISPATCHER);
      if (!cursor) return false;
      const batch = await this.reader.next(tx, DISPATCHER, cursor, this.types());
      if (!batch.upTo) return false;
      await this.add(batch.events.flatMap((event) => this.subscribersOf(event.type).map((subscriber) => ({ subscriber, event }))));
      await this.reader.move(tx, DISPATCHER, batch.upTo);
      return true;
    });
  }

  /** Queues again what was dispatched long enough ago and has no inbox row: the queue lost it, or gave up. */
  async reconcile(olderThanSeconds = 60): Promise<number> {
    const lost: ReactionJob[] = [];
    for (const { name, options } of this.registered()) {
      const { rows } = await this.transactions.run((tx) =>
        sql<OutboxEvent>`
          SELECT o.id, o.type, o.aggregate_id AS "aggregateId", o.aggregate_version AS "aggregateVersion", o.occurred_at AS "occurredAt", o.payload
          FROM platform.outbox o
          JOIN platform.cursor c ON c.name = ${DISPATCHER} AND (o.xid, o.position) <= (c.xid, c.position)
          WHERE o.type = ANY(${[...options]}::text[])
            AND o.recorded_at < now() - make_interval(secs => ${olderThanSeconds})
            AND NOT EXISTS (SELECT FROM platform.inbox i WHERE i.event_id = o.id AND i.subscriber = ${name})
          ORDER BY o.xid, o.position LIMIT 1000
        `.execute(tx.db()),
      );
      lost.push(...rows.map((event) => ({ subscriber: name, event })));
    }
    await this.add(lost);
    return lost.length;
  }

  /** Jobs that are queued or at work. */
  async outstanding(): Promise<number> {
    return this.openQueue().waiting();
  }

  private async handle({ subscriber, event }: ReactionJob): Promise<void> {
    const reaction = this.registered().find(({ name }) => name === subscriber)?.provider;
    if (!reaction) return this.log.warn(`Nobody called ${subscriber} handles ${event.type} any more.`);
    await this.transactions.run(async (tx) => {
      const { rows } = await sql`
        INSERT INTO platform.inbox (event_id, subscriber) VALUES (${event.id}, ${subscriber}) ON CONFLICT DO NOTHING RETURNING 1
      `.execute(tx.db());
      if (rows.length > 0) await reaction.handle(tx, event);
    });
  }

  private async add(jobs: readonly ReactionJob[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.openQueue().addBulk(jobs.map((job) => ({ name: job.subscriber, data: job, jobId: `${job.event.id}.${job.subscriber}` })));
  }

  private openQueue(): JobQueue {
    return (this.queue ??= this.queues.queue(QUEUE));
  }

  private registered() {
    return decorated<Reaction, readonly string[]>(this.discovery, ReactsTo);
  }

  private types(): string[] {
    return [...new Set(this.registered().flatMap(({ options }) => [...options]))];
  }

  private subscribersOf(type: string): string[] {
    return this.registered().flatMap(({ name, options }) => (options.includes(type) ? [name] : []));
  }
}
