import { idOutOfTime, timeDisagrees } from './errors.js';

const MINUTE = 60_000;

/** A scan made without network may arrive so much later. */
export const LATEST_ARRIVAL_MS = 7 * 24 * 60 * MINUTE;
/** Clocks of devices that are ahead by less are believed. */
export const CLOCK_AHEAD_MS = 5 * MINUTE;
/** The id and the time of a scan are made in the same moment, by the same clock. */
export const TIME_OF_ID_MS = 5 * MINUTE;

/** The two times of a scan, and the one that its id carries. */
export interface ScanTimes {
  readonly id: Date;
  /** The device's clock. */
  readonly scannedAt: Date;
  /** The server's clock. */
  readonly receivedAt: Date;
}

/**
 * A device says when it scanned; it is believed as far as the id says the same, and the id as far as the server can check it.
 * @throws when a clock is wrong
 */
export function assertInTime({ id, scannedAt, receivedAt }: ScanTimes): void {
  const age = receivedAt.getTime() - id.getTime();
  if (!(age <= LATEST_ARRIVAL_MS && age >= -CLOCK_AHEAD_MS)) throw idOutOfTime();
  if (!(Math.abs(scannedAt.getTime() - id.getTime()) <= TIME_OF_ID_MS)) throw timeDisagrees();
}

/** Times that the ids of all scans carry which were received in this span; scans are found by their ids. */
export function idsReceivedBetween(
  from: Date | undefined,
  until: Date | undefined,
): { readonly from?: Date; readonly until?: Date } {
  return {
    ...(from ? { from: new Date(from.getTime() - LATEST_ARRIVAL_MS) } : {}),
    ...(until ? { until: new Date(until.getTime() + CLOCK_AHEAD_MS) } : {}),
  };
}

/** Times that the ids of all scans carry which can have seen a showing that these saw, by clocks that disagree a little. */
export function idsOfShowings(received: readonly Date[]): { readonly since: Date; readonly until: Date } {
  const times = received.map((at) => at.getTime());
  return {
    since: new Date(Math.min(...times) - LATEST_ARRIVAL_MS - CLOCK_AHEAD_MS),
    until: new Date(Math.max(...times) + 2 * CLOCK_AHEAD_MS),
  };
}
