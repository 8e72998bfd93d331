import { Injectable, Logger } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { sql } from 'kysely';
import { patiently } from '../persistence/connections.js';
import { Transactions } from '../persistence/transactions.js';
import { decorated } from './decorated.js';
import type { OutboxEvent } from './outbox.js';
import { OutboxReader } from './outbox-reader.js';
import { type JobQueue, Queues } from './queues.js';
import { Reaction, ReactsTo } from './reaction.js';

const QUEUE = 'reactions';
export const DISPATCHER = 'platform.dispatcher';

export interface ReactionJob {
  readonly subscriber: string;
  readonly event: OutboxEvent;
}

/** Carries events to the reactions of other contexts: dispatched as jobs, done exactly once by the inbox. */
@Injectable()
export class Reactions {
  private readonly log = new Logger('Reactions');
  private queue: JobQueue | undefined;
  private known: { name: string; provider: Reaction; options: readonly string[] }[] | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly transactions: Transactions,
    private readonly reader: OutboxReader,
    private readonly queues: Queues,
  ) {}

  startWorker(): void {
    this.queues.work<ReactionJob>(QUEUE, (job) => patiently(() => this.handle(job.data)), 4);
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
      return batch.full;
    });
  }

  async add(jobs: readonly ReactionJob[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.openQueue().addBulk(jobs.map((job) => ({ name: job.subscriber, data: job, jobId: `${job.event.id}.${job.subscriber}` })));
  }

  /** Jobs that are queued or at work. */
  outstanding(): Promise<number> {
    return this.openQueue().waiting();
  }

  /** Whether facts wait to be dispatched. */
  behind(): Promise<boolean> {
    return this.transactions.run((tx) => this.reader.behind(tx, DISPATCHER, this.types()));
  }

  /** Each reaction with the types of events it is told of. */
  registered() {
    return (this.known ??= decorated<Reaction, readonly string[]>(this.discovery, ReactsTo));
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

  private openQueue(): JobQueue {
    return (this.queue ??= this.queues.queue(QUEUE));
  }

  private types(): string[] {
    return [...new Set(this.registered().flatMap(({ options }) => [...options]))];
  }

  private subscribersOf(type: string): string[] {
    return this.registered().flatMap(({ name, options }) => (options.includes(type) ? [name] : []));
  }
}
