import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { sql } from 'kysely';
import { Transactions } from '../persistence/transactions.js';
import { ProjectionRunner } from './projection-runner.js';
import { Reactions } from './reactions.js';
import { decorated } from './decorated.js';
import { Every, type Scheduled } from './schedule.js';

const IDLE_MS = 200;
const RECONCILE_MS = 30_000;

/** Keeps projections, reactions and sweeps going in a worker process. */
@Injectable()
export class Pump implements BeforeApplicationShutdown {
  private readonly log = new Logger('Pump');
  private stopping = false;
  private loops: Promise<void>[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly projections: ProjectionRunner,
    private readonly reactions: Reactions,
    private readonly transactions: Transactions,
  ) {}

  start(): void {
    this.reactions.startWorker();
    this.loops = [
      this.loop(IDLE_MS, () => this.projections.step()),
      this.loop(IDLE_MS, () => this.reactions.dispatch()),
      this.loop(RECONCILE_MS, async () => (await this.reactions.reconcile()) < 0),
      ...decorated<Scheduled, { seconds: number }>(this.discovery, Every).map(({ name, provider, options }) =>
        this.loop(options.seconds * 1000, () => this.alone(name, provider)),
      ),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.loops);
  }

  /** At most one process runs a sweep at a time. */
  private async alone(name: string, scheduled: Scheduled): Promise<boolean> {
    await this.transactions.run(async (tx) => {
      const { rows } = await sql<{ free: boolean }>`SELECT pg_try_advisory_xact_lock(hashtext(${name})) AS free`.execute(tx.db());
      if (rows[0]?.free) await scheduled.run();
    });
    return false;
  }

  /** Runs the step at once again while it says that there is more. */
  private async loop(idleMs: number, step: () => Promise<boolean>): Promise<void> {
    while (!this.stopping) {
      let more = false;
      try {
        more = await step();
      } catch (error) {
        this.log.error(`${(error as Error).name}: ${(error as { code?: string }).code ?? 'a step failed'}; it runs again.`);
      }
      if (!more) await this.pause(idleMs);
    }
  }

  private async pause(ms: number): Promise<void> {
    for (let left = ms; left > 0 && !this.stopping; left -= 200) await new Promise((resolve) => setTimeout(resolve, Math.min(left, 200)));
  }
}
