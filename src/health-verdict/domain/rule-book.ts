import type { Colour, ColourWords, Words } from '../contracts/colours.js';

/** One of the causes in one version of the rule book. */
export interface CauseRule {
  readonly cause: number;
  /** The evidence that it looks at. */
  readonly kinds: readonly string[];
  readonly colour: Colour;
  /** The fact counts on days 0 to this many, and ends at 00:00 of the day after. */
  readonly windowDays?: number;
  readonly untilReleased: boolean;
  readonly title: Words;
  readonly source: Words;
  readonly wayBack: Words;
  readonly legalBasis: Words;
}

/** All causes as they stand from a moment on, until the next version begins. */
export interface RuleVersion {
  readonly version: number;
  /** ISO 8601. */
  readonly effectiveFrom: string;
  readonly causes: readonly CauseRule[];
}

/** What verdicts are made by: the colours in ascending severity, and the versions that count, the one that begins first in front. */
export interface RuleBook {
  readonly scale: readonly ColourWords[];
  readonly versions: readonly RuleVersion[];
}

/** @returns nothing before the first version begins: then no fact counts */
export function versionInForce({ versions }: RuleBook, at: Date): RuleVersion | undefined {
  return versions.findLast(({ effectiveFrom }) => Date.parse(effectiveFrom) <= at.getTime());
}

/** How a cause is explained to people at this moment: in the words of the version in force, which they have to act by. Where that has dropped the cause, in those of the last that had it. */
export function wordsOfCause(book: RuleBook, cause: number, at: Date): CauseRule {
  const versions = [versionInForce(book, at), ...book.versions.toReversed()];
  return versions.flatMap((version) => version?.causes ?? []).find((rule) => rule.cause === cause)!;
}

/** The most severe of these; nothing stands against a person without any. */
export function worstColour({ scale }: RuleBook, colours: readonly Colour[]): Colour {
  return (scale.findLast(({ key }) => colours.includes(key)) ?? scale[0]!).key;
}
