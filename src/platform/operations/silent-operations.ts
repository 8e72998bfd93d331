import { Injectable } from '@nestjs/common';
import { Every, type Scheduled } from '../messaging/schedule.js';
import { OperationRunner } from './operation-runner.js';

/** A process that died while something arrived is noticed within seconds; what is all here goes on without it. */
@Injectable()
@Every({ seconds: 5 })
export class SilentOperations implements Scheduled {
  constructor(private readonly runner: OperationRunner) {}

  run(): Promise<void> {
    return this.runner.giveUpSilent();
  }
}
