import { Injectable } from '@nestjs/common';
import { ProjectionRunner } from './projection-runner.js';
import { Reactions } from './reactions.js';

/** Waits until every fact has had its effects; for scenarios that go on from there. */
@Injectable()
export class Settler {
  constructor(
    private readonly projections: ProjectionRunner,
    private readonly reactions: Reactions,
  ) {}

  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 2; ) {
      const moved = (await this.projections.step()) || (await this.reactions.dispatch()) || (await this.reactions.outstanding()) > 0;
      quiet = moved ? 0 : quiet + 1;
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }
}
