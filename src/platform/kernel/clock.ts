/**
 * The only source of time; injected, so that behaviour can be watched at any moment. The day and the hour may be set, forwards and
 * backwards, while the program runs: what lasts (a memory with an end, a delay, a deadline) is measured by `elapsed`, which nobody sets.
 */
export abstract class Clock {
  abstract now(): Date;

  /** Milliseconds since some moment in the past; only the difference of two means something. */
  abstract elapsed(): number;
}

/** What `Clock.elapsed` says, for what is made without a clock. */
export const elapsed = (): number => performance.now();

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }

  elapsed(): number {
    return elapsed();
  }
}

/** A clock that stands, or runs from, wherever it was moved. */
export class MovableClock extends Clock {
  private offset = 0;
  private passed = 0;

  now(): Date {
    return new Date(Date.now() + this.offset);
  }

  elapsed(): number {
    return elapsed() + this.passed;
  }

  /** Sets the day and the hour, as an administrator or a time server does: nothing grows older by it. */
  moveTo(instant: Date | string): void {
    this.offset = new Date(instant).getTime() - Date.now();
  }

  /** As `moveTo`, from wherever it stands. */
  moveBy(seconds: number): void {
    this.offset += seconds * 1000;
  }

  /** Time goes by: it is later, and everything is older. */
  pass(milliseconds: number): void {
    this.offset += milliseconds;
    this.passed += milliseconds;
  }
}
