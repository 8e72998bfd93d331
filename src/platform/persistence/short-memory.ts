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
 * Answers kept in this process for a few seconds, and asked for once however many ask at the same moment. What is in use is renewed
 * before it grows too old, each at a moment of its own: nobody waits for it, and what was first asked for together is not asked for
 * together ever after. Its ages are measured, not read off the clock: one that is set back would keep a disabled scanner at work for hours.
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
    if (!kept || kept.until <= now) return this.ask(key, read, now);
    if (kept.renewFrom <= now) this.renew(key, kept, read, now);
    return kept.answer;
  }

  forget(key?: string): void {
    if (key === undefined) this.kept.clear();
    else this.kept.delete(key);
  }

  private ask(key: string, read: () => Promise<Value>, now: number): Promise<Value> {
    const kept = this.keep(key, apartFromTransactions(read), now);
    kept.answer.catch(() => this.kept.get(key) === kept && this.kept.delete(key));
    return kept.answer;
  }

  /** A failure is not kept: who asks once the answer is too old learns of it. Nor is an answer to what was forgotten meanwhile. */
  private renew(key: string, kept: Kept<Value>, read: () => Promise<Value>, now: number): void {
    kept.renewFrom = Infinity;
    const keepIt = (value: Value) => void (this.kept.get(key) === kept && this.keep(key, Promise.resolve(value), now));
    apartFromTransactions(read).then(keepIt, () => undefined);
  }

  private keep(key: string, answer: Promise<Value>, askedAt: number): Kept<Value> {
    this.kept.delete(key); // The oldest stands first.
    if (this.kept.size >= this.most) this.kept.delete(this.kept.keys().next().value!);
    const life = this.milliseconds * (RENEWED_AFTER + (1 - RENEWED_AFTER) * 0.8 * Math.random());
    const kept = { answer, until: askedAt + this.milliseconds, renewFrom: askedAt + life };
    this.kept.set(key, kept);
    return kept;
  }
}
