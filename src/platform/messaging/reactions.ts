import { Injectable, Logger } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { misfit } from '../kernel/event-type.js';
import { patiently } from '../persistence/connections.js';
import type { PlatformTables } from '../persistence/tables.js';
import { Transactions } from '../persistence/transactions.js';
import { decorated } from './decorated.js';
import { FailedReactions, type ReactionJob } from './failed-reactions.js';
import { OutboxReader } from './outbox-reader.js';
import { isPassing } from './problem.js';
import { type JobQueue, Queues } from './queues.js';
import { Reaction, ReactsTo } from './reaction.js';

const QUEUE = 'reactions';
export const DISPATCHER = 'platform.dispatcher';

/** Carries events to the reactions of other contexts: dispatched as jobs, done exactly once by the inbox. */
@Injectable()
export class Reactions {
  private readonly log = new Logger('Reactions');
  private readonly queue: JobQueue;
  private known: { name: string; provider: Reaction; options: readonly string[] }[] | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly transactions: Transactions,
    private readonly reader: OutboxReader,
    private readonly queues: Queues,
    private readonly failed: FailedReactions,
  ) {
    this.queue = queues.queue(QUEUE);
  }

  startWorker(): void {
    this.queues.work<ReactionJob>(QUEUE, (job) => patiently(() => this.handle(job.data)), 4);
  }

  /**
   * Moves one batch of events from the outbox to the queue. No transaction is open while the queue is asked: one that waits would hold up
   * every reader. Should the cursor not move afterwards, the batch is queued twice, and the inbox knows. @returns whether there may be more
   */
  async dispatch(): Promise<boolean> {
    const read = await this.transactions.run(async (tx) => {
      const cursor = await this.reader.lock(tx, DISPATCHER);
      return cursor && { cursor, ...(await this.reader.next(tx, DISPATCHER, cursor, this.types())) };
    });
    if (!read?.upTo) return false;
    await this.add(
      read.events.flatMap((event) => this.subscribersOf(event.type).map((subscriber) => ({ subscriber, event }))),
    );
    await this.reader.moveFrom(DISPATCHER, read.cursor, read.upTo);
    return read.full;
  }

  async add(jobs: readonly ReactionJob[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.queue.addBulk(
      jobs.map((job) => ({ name: job.subscriber, data: job, jobId: `${job.event.id}.${job.subscriber}` })),
    );
  }

  /** Jobs that are queued or at work. */
  outstanding(): Promise<number> {
    return this.queue.waiting();
  }

  /** Whether facts wait to be dispatched. */
  behind(): Promise<boolean> {
    return this.transactions.run((tx) => this.reader.behind(tx, DISPATCHER, this.types()));
  }

  /** Each reaction with the types of events that it follows. */
  registered() {
    return (this.known ??= decorated<Reaction, readonly string[]>(this.discovery, ReactsTo));
  }

  /** One attempt, unless it was done before. @throws what the reaction threw */
  private async attempt(job: ReactionJob): Promise<void> {
    const { subscriber, event } = job;
    const reaction = this.registered().find(({ name }) => name === subscriber)?.provider;
    if (!reaction) return this.log.warn(`Nobody called ${subscriber} handles ${event.type} any more.`);
    await this.transactions.run(async (tx) => {
      const first = await tx
        .db<PlatformTables>()
        .insertInto('platform.inbox')
        .values({ event_id: event.id, subscriber })
        .onConflict((conflict) => conflict.doNothing())
        .returning('event_id')
        .executeTakeFirst();
      if (first) await reaction.handle(tx, event);
      await this.failed.forget(tx, job);
    });
  }

  /** A parked one, because somebody says so. @returns whether it is done */
  async retry(job: ReactionJob): Promise<boolean> {
    if (misfit(job.event)) return false;
    try {
      await this.attempt(job);
      return true;
    } catch (error) {
      await this.failed.recordFailure(job, error);
      return false;
    }
  }

  private async handle(job: ReactionJob): Promise<void> {
    const problem = misfit(job.event);
    if (problem) return this.failed.park(job, `The payload does not fit: ${problem}`);
    try {
      await this.attempt(job);
    } catch (error) {
      if (isPassing(error) || !(await this.failed.recordFailure(job, error))) throw error;
    }
  }

  private types(): string[] {
    return [...new Set(this.registered().flatMap(({ options }) => [...options]))];
  }

  private subscribersOf(type: string): string[] {
    return this.registered().flatMap(({ name, options }) => (options.includes(type) ? [name] : []));
  }
}
