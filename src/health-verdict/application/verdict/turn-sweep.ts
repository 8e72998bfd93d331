import { Injectable } from '@nestjs/common';
import { Every, type Scheduled } from '../../../platform/messaging/schedule.js';
import { Transactions } from '../../../platform/persistence/transactions.js';
import { Judgement } from './judgement.js';

const AT_ONCE = 1000;

/** Colours turn at their instant without it, because a read picks the segment of now; this writes the history and tells the others. */
@Injectable()
@Every({ seconds: 20 })
export class TurnSweep implements Scheduled {
  constructor(
    private readonly transactions: Transactions,
    private readonly judgement: Judgement,
  ) {}

  async run(): Promise<void> {
    while ((await this.transactions.run((tx) => this.judgement.sweep(tx, AT_ONCE))) === AT_ONCE);
  }
}
