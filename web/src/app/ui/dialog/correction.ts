import { Signal, signal } from '@angular/core';
import { problemOf } from '../../api/problem';

/** What is corrected by whoever looks after it, of whom there may be several. */
export class Correction<T> {
  private readonly now;
  private readonly other = signal<T | undefined>(undefined);
  /** As it was last seen. */
  readonly seen: Signal<T>;
  /** What somebody else wrote while it was being corrected here; saving once more is then on purpose. */
  readonly writtenMeanwhile = this.other.asReadonly();

  constructor(
    before: T,
    private readonly server: {
      /** @throws a Problem whose code ends with `.STALE` when `seen` is not what the server has */
      readonly save: (seen: T) => Promise<T>;
      readonly read: () => Promise<T>;
    },
  ) {
    this.now = signal(before);
    this.seen = this.now.asReadonly();
  }

  async save(): Promise<T> {
    try {
      return await this.server.save(this.now());
    } catch (error) {
      if (problemOf(error).code.endsWith('.STALE')) {
        this.now.set(await this.server.read());
        this.other.set(this.now());
      }
      throw error;
    }
  }
}
