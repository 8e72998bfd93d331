import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { OperationRunner } from '../operations/operation-runner.js';
import { patiently } from '../persistence/connections.js';
import { ProjectionRunner } from './projection-runner.js';
import { Reactions } from './reactions.js';
import { Reconciler } from './reconciler.js';
import { Sweeps } from './sweeps.js';
import { within } from './within.js';

const IDLE_MS = 200;
const RECONCILE_MS = 30_000;
const AFTER_FAILURE_MS = 3_000;
/** How often it is checked whether a sweep is due, at the least: what failed runs again soon, what another process left is taken over. */
const CHECK_MS = 10_000;
/** For what is under way when the process ends; transactions that are cut roll back, and others take over. */
const LEAVING_MS = 8_000;

/** Keeps projections, reactions, operations and sweeps going in a worker process. */
@Injectable()
export class Pump implements BeforeApplicationShutdown {
  private readonly log = new Logger('Pump');
  private stopping = false;
  private loops: Promise<void>[] = [];
  private readonly underWay = new Set<string>();

  constructor(
    private readonly projections: ProjectionRunner,
    private readonly reactions: Reactions,
    private readonly reconciler: Reconciler,
    private readonly sweeps: Sweeps,
    private readonly operations: OperationRunner,
  ) {}

  start(): void {
    this.reactions.startWorker();
    this.loops = [
      this.loop('projections', IDLE_MS, () => this.projections.step()),
      this.loop('dispatcher', IDLE_MS, () => this.reactions.dispatch()),
      this.loop('operations', IDLE_MS, () => this.operations.step()),
      this.loop('reconciler', RECONCILE_MS, async () => (await this.reconciler.reconcile(), false)),
      ...this.sweeps
        .all()
        .map((sweep) =>
          this.loop(
            sweep.name,
            Math.min(sweep.seconds * 500, CHECK_MS),
            async () => (await this.sweeps.runIfDue(sweep), false),
          ),
        ),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await within(LEAVING_MS, Promise.all(this.loops)).catch(() =>
      this.log.warn(`Left under way: ${[...this.underWay].join(', ')}.`),
    );
  }

  /** Runs the step at once again while it says that there is more. */
  private async loop(name: string, idleMs: number, step: () => Promise<boolean>): Promise<void> {
    while (!this.stopping) {
      this.underWay.add(name);
      let wait = idleMs;
      try {
        if (await patiently(step)) wait = 0;
      } catch (error) {
        wait = Math.max(idleMs, AFTER_FAILURE_MS);
        const { name: kind, code = 'no code' } = error as Error & { code?: string };
        this.log.error(`A step of ${name} failed (${kind}, ${code}); it runs again.`);
      }
      this.underWay.delete(name);
      await this.pause(wait);
    }
  }

  private async pause(ms: number): Promise<void> {
    for (let left = ms; left > 0 && !this.stopping; left -= 200)
      await new Promise((resolve) => setTimeout(resolve, Math.min(left, 200)));
  }
}
