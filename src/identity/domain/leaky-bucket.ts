import type { MustWait } from './lockout.js';

/** Of failed guesses from one address: many people share one, a person fails now and then, a machine all the time. */
export const GUESSES_AT_ONCE = 40;
export const GUESSES_PER_MINUTE = 10;

export interface Bucket {
  readonly level: number;
  readonly at: Date;
}

/** One more goes in, unless it is full; it leaks steadily, so that nobody waits longer than some seconds. */
export function pourInto({ level, at }: Bucket, now: Date): Bucket | MustWait {
  const leaked = (Math.max(0, now.getTime() - at.getTime()) / 60_000) * GUESSES_PER_MINUTE;
  const more = Math.max(0, level - leaked) + 1;
  if (more <= GUESSES_AT_ONCE) return { level: more, at: now };
  return { waitSeconds: Math.max(1, Math.ceil(((more - GUESSES_AT_ONCE) * 60) / GUESSES_PER_MINUTE)) };
}

/** A guess that was right goes out again. */
export function takeOut({ level, at }: Bucket): Bucket {
  return { level: Math.max(0, level - 1), at };
}
