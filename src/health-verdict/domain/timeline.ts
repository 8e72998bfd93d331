import { addDays, type LocalDate, startOfDay } from '../../platform/kernel/shanghai.js';
import type { Colour, Words } from '../contracts/code-reader.js';

/** Severity in ascending order; the worst colour of the active causes counts. */
const SEVERITY: readonly Colour[] = ['green', 'orange'];

/** One fact about one person, in its highest revision and not withdrawn. */
export interface Evidence {
  readonly kind: string;
  /** The fact's local date: day 0. */
  readonly happenedOn: LocalDate;
  /** From 00:00 of this day on it no longer counts. */
  readonly releasedOn?: LocalDate;
}

export interface Rule {
  readonly cause: number;
  readonly version: number;
  readonly kinds: readonly string[];
  readonly colour: Colour;
  /** The fact counts on days 0 to this many, and ends at 00:00 of the day after. */
  readonly windowDays?: number;
  readonly untilReleased: boolean;
  readonly title: Words;
  readonly source: Words;
  readonly wayBack: Words;
  readonly legalBasis: Words;
  /** ISO 8601; this version replaces the one before it from here on. */
  readonly effectiveFrom: string;
}

export interface ActiveCause {
  readonly cause: number;
  /** ISO 8601. */
  readonly from: string;
  /** Absent: until released. */
  readonly until?: string;
}

/** A stretch of time in which nothing changes. */
export interface Segment {
  /** ISO 8601; the segment lasts until the next one, the last one to the end of time. */
  readonly from: string;
  readonly colour: Colour;
  readonly causes: readonly ActiveCause[];
  readonly ruleVersion: number;
}

export type Timeline = readonly Segment[];

/** The version of a cause's rule that is in force at this moment; the first one before any of them was. */
export function ruleInForce(rules: readonly Rule[], cause: number, at: Date): Rule {
  const versions = rules.filter((rule) => rule.cause === cause).sort((a, b) => a.version - b.version);
  return versions.findLast(({ effectiveFrom }) => Date.parse(effectiveFrom) <= at.getTime()) ?? versions[0]!;
}

interface Stretch {
  readonly rule: Rule;
  readonly from: number;
  readonly until: number;
}

/**
 * What the evidence means from `at` to the end of time. The only place where colours come from: for one person, and for a million in batches.
 */
export function evaluate(evidence: readonly Evidence[], rules: readonly Rule[], at: Date): Timeline {
  const stretches = evidence
    .flatMap((fact) => rules.flatMap((rule) => stretchesOf(fact, rule, rules)))
    .filter(({ until }) => until > at.getTime());
  const turns = stretches.flatMap(({ from, until }) => [from, until]);
  const moments = [at.getTime(), ...rules.map(({ effectiveFrom }) => Date.parse(effectiveFrom)), ...turns].filter(
    (moment) => moment >= at.getTime() && Number.isFinite(moment),
  );
  const segments = [...new Set(moments)].sort((a, b) => a - b).map((moment) => segmentAt(moment, stretches, rules));
  return segments.filter((segment, index) => index === 0 || !sameVerdict(segment, segments[index - 1]!));
}

/** The segment of this moment; the first one for moments before it. */
export function segmentOf(timeline: Timeline, at: Date): Segment {
  return timeline.findLast(({ from }) => Date.parse(from) <= at.getTime()) ?? timeline[0]!;
}

/** When the colour changes by itself, if it does. */
export function colourUntil(timeline: Timeline, at: Date): string | undefined {
  const { colour } = segmentOf(timeline, at);
  return timeline.find((segment) => Date.parse(segment.from) > at.getTime() && segment.colour !== colour)?.from;
}

/** When this version of the rule applies and the fact falls under it. */
function stretchesOf(fact: Evidence, rule: Rule, rules: readonly Rule[]): Stretch[] {
  if (!rule.kinds.includes(fact.kind)) return [];
  const next = rules
    .filter(({ cause, version }) => cause === rule.cause && version > rule.version)
    .map(({ effectiveFrom }) => Date.parse(effectiveFrom));
  const ends = [
    rule.windowDays === undefined ? Infinity : startOfDay(addDays(fact.happenedOn, rule.windowDays + 1)).getTime(),
    rule.untilReleased && fact.releasedOn ? startOfDay(fact.releasedOn).getTime() : Infinity,
    ...next,
  ];
  const from = Math.max(startOfDay(fact.happenedOn).getTime(), Date.parse(rule.effectiveFrom));
  const until = Math.min(...ends);
  return from < until ? [{ rule, from, until }] : [];
}

function segmentAt(moment: number, stretches: readonly Stretch[], rules: readonly Rule[]): Segment {
  const active = stretches.filter(({ from, until }) => from <= moment && moment < until);
  const causes = [...new Set(active.map(({ rule }) => rule.cause))].sort((a, b) => a - b);
  const colour = SEVERITY.findLast((severity) => active.some(({ rule }) => rule.colour === severity)) ?? SEVERITY[0]!;
  const versions = rules
    .filter(({ effectiveFrom }) => Date.parse(effectiveFrom) <= moment)
    .map(({ version }) => version);
  return {
    from: iso(moment),
    colour,
    causes: causes.map((cause) => merged(cause, active)),
    ruleVersion: Math.max(0, ...versions),
  };
}

/** Several facts of one cause count as one, from the first to the last of them. */
function merged(cause: number, active: readonly Stretch[]): ActiveCause {
  const ofCause = active.filter(({ rule }) => rule.cause === cause);
  const until = Math.max(...ofCause.map((stretch) => stretch.until));
  return {
    cause,
    from: iso(Math.min(...ofCause.map(({ from }) => from))),
    ...(until === Infinity ? {} : { until: iso(until) }),
  };
}

/** Whether the two say the same of a person, whenever they begin. */
export function sameVerdict(one: Segment, other: Segment): boolean {
  if (one.colour !== other.colour || one.ruleVersion !== other.ruleVersion || one.causes.length !== other.causes.length)
    return false;
  return one.causes.every(({ cause, from, until }, index) => {
    const its = other.causes[index]!;
    return cause === its.cause && from === its.from && until === its.until;
  });
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}
