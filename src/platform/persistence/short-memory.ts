/**
 * Answers kept in this process for a few seconds, and asked for once however many ask at the same moment: when an answer grows old
 * under load, one reader goes to the database and the others wait for it.
 */
export class ShortMemory<Value> {
  private readonly kept = new Map<string, { answer: Promise<Value>; until: number }>();

  /** @param milliseconds how old an answer may be, counted from when it was asked for */
  constructor(
    private readonly milliseconds: number,
    private readonly most = 50_000,
  ) {}

  get(key: string, read: () => Promise<Value>): Promise<Value> {
    const kept = this.kept.get(key);
    if (kept && kept.until > Date.now()) return kept.answer;
    if (this.kept.size >= this.most) this.kept.clear();
    const answer = read();
    this.kept.set(key, { answer, until: Date.now() + this.milliseconds });
    answer.catch(() => this.kept.delete(key));
    return answer;
  }

  forget(key?: string): void {
    if (key === undefined) this.kept.clear();
    else this.kept.delete(key);
  }
}
