import { idTaken, tooLateToRepeat } from './errors.js';

/** An answer that got lost is asked for again within minutes; later the scanner scans anew, which leaves a record of its own. */
export const REPEATABLE_MS = 10 * 60_000;

/** What is kept of a scan, read or refused, under its id. */
export interface AnsweredScan {
  readonly scannerId: string;
  /** Whether what is shown now is what was shown then. */
  readonly sameShown: boolean;
  readonly receivedAt: Date;
}

/**
 * One id, one showing, one scanner: only the same is answered the same again. Otherwise an id would read a person unseen, or be a free guess.
 * @throws when it is another scan, or too late
 */
export function assertSameScan(
  { scannerId, sameShown, receivedAt }: AnsweredScan,
  now: { readonly scannerId: string; readonly at: Date },
): void {
  if (scannerId !== now.scannerId || !sameShown) throw idTaken();
  if (!(now.at.getTime() - receivedAt.getTime() <= REPEATABLE_MS)) throw tooLateToRepeat();
}
