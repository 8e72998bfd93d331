import { Injectable } from '@nestjs/common';
import { Every, type Scheduled } from '../../../platform/messaging/schedule.js';
import { interrupted } from '../../domain/errors.js';
import { Batches } from './batches.js';

/** A process that died in the middle of a file: what had arrived completely is applied, the rest is given up. */
@Injectable()
@Every({ seconds: 5 })
export class UnfinishedBatches implements Scheduled {
  constructor(private readonly batches: Batches) {}

  async run(): Promise<void> {
    for (const { id, complete } of await this.batches.unfinished()) {
      await (complete ? this.batches.apply(id) : this.batches.fail(id, interrupted()));
    }
  }
}
