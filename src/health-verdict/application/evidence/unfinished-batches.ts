import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/kernel/clock.js';
import { Every, type Scheduled } from '../../../platform/messaging/schedule.js';
import { interrupted } from '../../domain/errors.js';
import { Batches } from './batches.js';

const MINUTE_MS = 60_000;
/** Longer than any request may take. */
const GIVEN_UP_MS = 30 * MINUTE_MS;

/** A process that died in the middle of a file: what had arrived completely is applied, the rest is given up. */
@Injectable()
@Every({ seconds: 60 })
export class UnfinishedBatches implements Scheduled {
  constructor(
    private readonly batches: Batches,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const now = this.clock.now().getTime();
    for (const { id, complete } of await this.batches.unfinished(new Date(now - MINUTE_MS), new Date(now - GIVEN_UP_MS))) {
      await (complete ? this.batches.apply(id) : this.batches.fail(id, interrupted().definition));
    }
  }
}
