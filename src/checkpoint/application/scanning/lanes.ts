import { elapsed } from '../../../platform/kernel/clock.js';
import { deadlineOfRequest, tooLate, untilDeadline } from '../../../platform/persistence/connections.js';

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly deadline: number;
  resolve(answer: Answer): void;
  reject(reason: unknown): void;
}

export interface Limits {
  /** How many batches at once. */
  readonly lanes: number;
  /** How many wait before another batch leaves beside one that is under way. */
  readonly enough: number;
  /** How many in one batch. */
  readonly most: number;
}

/**
 * Many go together, and nobody waits for others to come: while nothing is under way, who comes leaves with whoever came in the same moment. What
 * arrives meanwhile leaves when that is back, or by another lane as soon as there are enough for it. Example: at ten scans a second each is a batch
 * of its own, at two thousand a batch has a dozen.
 */
export class Lanes<Item, Answer> {
  private readonly waiting: Waiting<Item, Answer>[] = [];
  private underWay = 0;
  private leaving = false;

  /**
   * @param together answers each item in its place; when it throws, nobody of the batch has an answer
   */
  constructor(
    private readonly together: (items: readonly Item[]) => Promise<readonly PromiseSettledResult<Answer>[]>,
    private readonly limits: Limits,
  ) {}

  join(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, deadline: deadlineOfRequest(), resolve, reject });
      this.leaveSoon();
    });
  }

  /** Left at once, the first of thirty requests that lie in their sockets would go alone and the others wait until it is back. */
  private leaveSoon(): void {
    if (this.leaving) return;
    this.leaving = true;
    setImmediate(() => this.leave());
  }

  private leave(): void {
    this.leaving = false;
    while (this.waiting.length > 0 && this.hasLane()) {
      const batch = this.inTime(this.waiting.splice(0, this.limits.most));
      if (batch.length > 0) this.send(batch);
    }
  }

  /** Two small batches take each other's processor, and are back later than one of both. */
  private hasLane(): boolean {
    const { lanes, enough } = this.limits;
    return this.underWay === 0 || (this.underWay < lanes && this.waiting.length >= enough);
  }

  private send(batch: readonly Waiting<Item, Answer>[]): void {
    this.underWay++;
    void this.answer(batch).finally(() => {
      this.underWay--;
      this.leaveSoon();
    });
  }

  /** Nobody waits any more for an answer to the others. */
  private inTime(batch: readonly Waiting<Item, Answer>[]): Waiting<Item, Answer>[] {
    const now = elapsed();
    return batch.filter(({ deadline, reject }) => deadline > now || void reject(tooLate()));
  }

  /** A batch has the time of who has most of it left: what one asks for late must not end it for the others. */
  private async answer(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    const deadline = Math.max(...batch.map((one) => one.deadline));
    try {
      const answers = await untilDeadline(deadline, () => this.together(batch.map(({ item }) => item)));
      batch.forEach((one, index) => {
        const answer = answers[index]!;
        if (answer.status === 'fulfilled') one.resolve(answer.value);
        else one.reject(answer.reason);
      });
    } catch (error) {
      batch.forEach(({ reject }) => reject(error));
    }
  }
}
