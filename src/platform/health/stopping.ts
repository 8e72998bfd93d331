import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';

/** Whether this process is on its way out: it takes no new work then, and says that it is not ready. */
@Injectable()
export class Stopping implements BeforeApplicationShutdown {
  private begun = false;
  private readonly then: (() => void)[] = [];
  private readonly atLast: (() => void)[] = [];

  get hasBegun(): boolean {
    return this.begun;
  }

  onBegin(work: () => void): void {
    this.then.push(work);
  }

  begin(): void {
    if (this.begun) return;
    this.begun = true;
    for (const work of this.then) work();
  }

  onGivingUp(work: () => void): void {
    this.atLast.push(work);
  }

  /** Nothing under way is waited for any longer; whoever waits for it is answered 503. */
  giveUp(): void {
    for (const work of this.atLast) work();
  }

  beforeApplicationShutdown(): void {
    this.begin();
  }
}
