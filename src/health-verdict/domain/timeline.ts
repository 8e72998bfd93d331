import { addDays, type LocalDate, startOfDay } from '../../platform/kernel/shanghai.js';
import type { Colour } from '../contracts/colours.js';
import { type CauseRule, type RuleBook, type RuleVersion, versionInForce, worstColour } from './rule-book.js';

/** One fact about one person, in its highest revision and not withdrawn. */
export interface Evidence {
  readonly kind: string;
  /** The fact's local date: day 0. */
  readonly happenedOn: LocalDate;
  /** From 00:00 of this day on it no longer counts. */
  readonly releasedOn?: LocalDate;
}

export interface ActiveCause {
  readonly cause: number;
  readonly colour: Colour;
  /** ISO 8601; 00:00 of the day of the fact, of several the first. */
  readonly from: string;
  /** As the version that judged it says; absent: until released. */
  readonly until?: string;
  readonly ruleVersion: number;
}

/** A stretch of time in which nothing changes. */
export interface Segment {
  /** ISO 8601; the segment lasts until the next one, the last one to the end of time. */
  readonly from: string;
  readonly colour: Colour;
  readonly causes: readonly ActiveCause[];
  /** That was in force when the segment began; 0 before there was any. */
  readonly ruleVersion: number;
}

export type Timeline = readonly Segment[];

/** How long a fact counts as a cause, by one version of the rule book. */
interface Stretch {
  readonly version: RuleVersion;
  readonly rule: CauseRule;
  readonly from: number;
  readonly until: number;
}

/**
 * What the evidence means from `at` to the end of time. The only place where colours come from: for one person, and for a million in batches.
 * At each moment the version then in force decides about all facts, those from before it, too.
 */
export function evaluate(evidence: readonly Evidence[], book: RuleBook, at: Date): Timeline {
  const stretches = evidence.flatMap((fact) => book.versions.flatMap((version) => stretchesOf(fact, version)));
  const beginnings = book.versions.map(({ effectiveFrom }) => Date.parse(effectiveFrom));
  const turns = stretches.flatMap(({ from, until }) => [from, until]);
  const moments = [...beginnings, ...turns].filter((moment) => moment > at.getTime() && Number.isFinite(moment));
  const ascending = [at.getTime(), ...new Set(moments)].sort((a, b) => a - b);
  return joined(ascending.map((moment) => segmentAt(moment, stretches, book)));
}

/** The segment of this moment; the first one for moments before it. */
export function segmentOf(timeline: Timeline, at: Date): Segment {
  return timeline.findLast(({ from }) => Date.parse(from) <= at.getTime()) ?? timeline[0]!;
}

/** With which the colour changes by itself, if it does. */
export function nextColour(timeline: Timeline, at: Date): Segment | undefined {
  const { colour } = segmentOf(timeline, at);
  return timeline.find((segment) => Date.parse(segment.from) > at.getTime() && segment.colour !== colour);
}

export function colourUntil(timeline: Timeline, at: Date): string | undefined {
  return nextColour(timeline, at)?.from;
}

/**
 * Leaves out each segment that says the same as the one before it: a new version of the rules that changes nothing for a person makes no
 * verdict, and the one that stands goes on naming the version that made it. So does each cause that goes on as it was.
 */
export function joined(segments: Timeline): Timeline {
  const kept: Segment[] = [];
  for (const segment of segments) {
    const before = kept.at(-1);
    if (before && sameVerdict(before, segment)) continue;
    const known = (cause: ActiveCause) => before?.causes.find((earlier) => sameCause(earlier, cause)) ?? cause;
    kept.push({ ...segment, causes: segment.causes.map(known) });
  }
  return kept;
}

/** Whether the two say the same of a person, whenever they begin and whichever version says it. */
export function sameVerdict(one: Segment, other: Segment): boolean {
  return (
    one.colour === other.colour &&
    one.causes.length === other.causes.length &&
    one.causes.every((cause, index) => sameCause(cause, other.causes[index]!))
  );
}

function sameCause(one: ActiveCause, other: ActiveCause): boolean {
  return (
    one.cause === other.cause && one.colour === other.colour && one.from === other.from && one.until === other.until
  );
}

function stretchesOf(fact: Evidence, version: RuleVersion): Stretch[] {
  const from = startOfDay(fact.happenedOn).getTime();
  return version.causes
    .filter(({ kinds }) => kinds.includes(fact.kind))
    .map((rule) => ({ version, rule, from, until: endOf(fact, rule) }));
}

/** Its window or its release, whichever comes first. */
function endOf({ happenedOn, releasedOn }: Evidence, { windowDays, untilReleased }: CauseRule): number {
  const window = windowDays === undefined ? Infinity : startOfDay(addDays(happenedOn, windowDays + 1)).getTime();
  const release = untilReleased && releasedOn ? startOfDay(releasedOn).getTime() : Infinity;
  return Math.min(window, release);
}

function segmentAt(moment: number, stretches: readonly Stretch[], book: RuleBook): Segment {
  const version = versionInForce(book, new Date(moment));
  const active = stretches.filter((of) => of.version === version && of.from <= moment && moment < of.until);
  const numbers = [...new Set(active.map(({ rule }) => rule.cause))].sort((a, b) => a - b);
  const causes = numbers.map((cause) => merged(active.filter(({ rule }) => rule.cause === cause)));
  const colour = worstColour(
    book,
    causes.map((cause) => cause.colour),
  );
  return { from: iso(moment), colour, causes, ruleVersion: version?.version ?? 0 };
}

/** Several facts of one cause count as one, from the first to the last of them. */
function merged(facts: readonly Stretch[]): ActiveCause {
  const until = Math.max(...facts.map((stretch) => stretch.until));
  return {
    cause: facts[0]!.rule.cause,
    colour: facts[0]!.rule.colour,
    from: iso(Math.min(...facts.map(({ from }) => from))),
    ...(until === Infinity ? {} : { until: iso(until) }),
    ruleVersion: facts[0]!.version.version,
  };
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}
