import type { Words } from './colours.js';

/** A level on whichever scale, with the common rank by which scales compare. */
export interface AreaLevel {
  readonly rank: number;
  readonly name: Words;
}

/** What the area levels were; the most severe assignment on an area's path counts. */
export interface LevelHistory {
  /** The most severe level the area held at any moment of this span; `undefined` when nobody assigned one. */
  highest(areaKey: string, from: Date, until: Date): AreaLevel | undefined;
}

/** The levels that authorities assigned to areas, answered from memory and at most five seconds old. */
export abstract class AreaLevels {
  abstract history(): Promise<LevelHistory>;
  /** The next question reads them anew. */
  abstract forget(): void;
}
