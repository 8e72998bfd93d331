import { colourUntil, type Timeline } from './timeline.js';

const LIFE_MS = 24 * 3_600_000;
/** Ends are spread over this much, so that no hour has everyone's renewal. */
export const JITTER_MS = 2 * 3_600_000;

export interface CredentialTerm {
  readonly expires: Date;
  /** From here on a device that has a network asks for the next one. */
  readonly renewAfter: Date;
}

/** A credential lives a day, less its jitter, and never beyond the colour that it says; after a quarter of that it is renewed. */
export function termOf(timeline: Timeline, now: Date, jitterMs: number): CredentialTerm {
  const turn = colourUntil(timeline, now);
  const life = Math.min(LIFE_MS - jitterMs, turn ? Date.parse(turn) - now.getTime() : Infinity);
  return { expires: new Date(now.getTime() + life), renewAfter: new Date(now.getTime() + life / 4) };
}
