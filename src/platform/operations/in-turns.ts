import { setImmediate as breath } from 'node:timers/promises';
import { elapsed } from '../kernel/clock.js';

/** How long a process may be at rows before others have their turn. */
const TURN_MS = 5;

/** Lets others have theirs when it is over: `if (turn.isOver) await turn.pass()`, in a loop over many rows. */
export class Turn {
  private ends = elapsed() + TURN_MS;

  get isOver(): boolean {
    return elapsed() >= this.ends;
  }

  async pass(): Promise<void> {
    await breath();
    this.ends = elapsed() + TURN_MS;
  }
}

/** As `map`, for many rows. */
export async function mapInTurns<Item, Result>(items: readonly Item[], of: (item: Item) => Result): Promise<Result[]> {
  const turn = new Turn();
  const results: Result[] = [];
  for (const item of items) {
    results.push(of(item));
    if (turn.isOver) await turn.pass();
  }
  return results;
}
