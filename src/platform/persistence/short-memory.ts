import { elapsed } from '../kernel/clock.js';
import { apartFromTransactions } from './transactions.js';

interface Kept<Value> {
  readonly answer: Promise<Value>;
  readonly until: number;
  renewFrom: number;
}

/** Somewhere in the last part of its life an answer is asked for again ahead of time. */
const RENEWED_AFTER = 0.4;

/**
 * A cache of this process: an answer is used for a few seconds and read once, however many want it at the same moment. So a disabled
 * scanner is at work for seconds at most, and the change of a shift costs one read per scanner.
 *
 * An answer in use is read again before its time is up, at a random moment of its last part: nobody waits for it, and a thousand answers
 * read together at eight o'clock are not all read again together four seconds later. Its age is measured by `elapsed()`: a clock that is
 * set back by an hour would keep the disabled scanner at work for that hour.
 */
export class ShortMemory<Value> {
  private readonly kept = new Map<string, Kept<Value>>();

  /** @param milliseconds how old an answer may be, counted from when it was asked for */
  constructor(
    private readonly milliseconds: number,
    private readonly most = 50_000,
  ) {}

  get(key: string, read: () => Promise<Value>): Promise<Value> {
    const kept = this.kept.get(key);
    const now = elapsed();
    if (!kept || kept.until <= now) return this.readNow(key, read, now);
    if (kept.renewFrom <= now) this.renew(key, kept, read, now);
    return kept.answer;
  }

  forget(key?: string): void {
    if (key === undefined) this.kept.clear();
    else this.kept.delete(key);
  }

  /** A failure is not kept: the next who asks reads again. */
  private readNow(key: string, read: () => Promise<Value>, now: number): Promise<Value> {
    const kept = this.store(key, apartFromTransactions(read), now);
    kept.answer.catch(() => this.kept.get(key) === kept && this.kept.delete(key));
    return kept.answer;
  }

  /** When it fails, the old answer stays until its time is up. An answer to what was forgotten meanwhile is dropped. */
  private renew(key: string, kept: Kept<Value>, read: () => Promise<Value>, now: number): void {
    kept.renewFrom = Infinity;
    const replace = (value: Value) =>
      void (this.kept.get(key) === kept && this.store(key, Promise.resolve(value), now));
    apartFromTransactions(read).then(replace, () => undefined);
  }

  private store(key: string, answer: Promise<Value>, askedAt: number): Kept<Value> {
    this.kept.delete(key); // The oldest stands first.
    if (this.kept.size >= this.most) this.kept.delete(this.kept.keys().next().value!);
    const life = this.milliseconds * (RENEWED_AFTER + (1 - RENEWED_AFTER) * 0.8 * Math.random());
    const kept = { answer, until: askedAt + this.milliseconds, renewFrom: askedAt + life };
    this.kept.set(key, kept);
    return kept;
  }
}
