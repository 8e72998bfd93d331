import type { AreaLevel } from '../contracts/area-levels.js';

/** By an authority, for an area and all below it; in force from a moment on, and no more from the moment it ended. */
export interface LevelAssignment {
  readonly level: AreaLevel;
  readonly from: Date;
  readonly until: Date | undefined;
}

/** The most severe level that was in force at any moment of a span; `undefined` when none was. */
export function highestLevel(assignments: readonly LevelAssignment[], from: Date, until: Date): AreaLevel | undefined {
  return assignments
    .filter((assignment) => assignment.from <= until && (!assignment.until || assignment.until > from))
    .map(({ level }) => level)
    .reduce<AreaLevel | undefined>((most, level) => (!most || level.rank > most.rank ? level : most), undefined);
}
