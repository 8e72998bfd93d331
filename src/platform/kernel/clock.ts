/** The only source of "now"; injected, so that behaviour can be watched at any moment. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** A clock that stands, or runs from, wherever it was moved. */
export class MovableClock extends Clock {
  private offset = 0;

  now(): Date {
    return new Date(Date.now() + this.offset);
  }

  moveTo(instant: Date | string): void {
    this.offset = new Date(instant).getTime() - Date.now();
  }
}
