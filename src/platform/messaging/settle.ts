import { Injectable } from '@nestjs/common';
import { elapsed } from '../kernel/clock.js';
import { OperationRunner } from '../operations/operation-runner.js';
import { ProjectionRunner } from './projection-runner.js';
import { Reactions } from './reactions.js';

const PATIENCE_MS = 60_000;

/** Waits until every fact has had its effects; for scenarios that go on from there. */
@Injectable()
export class Settler {
  constructor(
    private readonly projections: ProjectionRunner,
    private readonly reactions: Reactions,
    private readonly operations: OperationRunner,
  ) {}

  async settle(): Promise<void> {
    const deadline = elapsed() + PATIENCE_MS;
    for (let quiet = 0; quiet < 2;) {
      await this.operations.drain();
      while (await this.projections.step());
      while (await this.reactions.dispatch());
      quiet = (await this.atWork()) ? 0 : quiet + 1;
      if (elapsed() > deadline)
        throw new Error(`Not settled after a minute; ${await this.reactions.outstanding()} reactions are outstanding.`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** In this order: a job that ends between the questions leaves its facts in the outbox before it is gone from the queue. */
  private async atWork(): Promise<boolean> {
    return (
      (await this.reactions.outstanding()) > 0 || (await this.projections.behind()) || (await this.reactions.behind())
    );
  }
}
