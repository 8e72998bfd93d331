import { sameVerdict, type Segment, type Timeline } from './timeline.js';

/**
 * What a person's history gains. The kept timeline always begins with the verdict written last, so a segment's place in it is its
 * distance from the last sequence number: a read can tell the number of a turn that nobody has written down yet.
 */
export interface Gain {
  /** New verdicts, oldest first. */
  readonly turns: readonly Segment[];
  /** What is kept from now on; empty when there is nothing to keep: the person was never anything but green. */
  readonly timeline: Timeline;
}

/** The turns that came by themselves since the timeline was written. */
export function turnsByTime(kept: Timeline, now: Date): Gain {
  const current = placeOf(kept, now);
  return { turns: kept.slice(1, current + 1), timeline: kept.slice(current) };
}

/** First those, then what the evidence of now says instead. */
export function turnsByEvidence(kept: Timeline | undefined, fresh: Timeline, now: Date): Gain {
  if (!kept)
    return fresh.every(({ causes }) => causes.length === 0)
      ? { turns: [], timeline: [] }
      : { turns: [fresh[0]!], timeline: fresh };
  const { turns, timeline } = turnsByTime(kept, now);
  if (!sameVerdict(timeline[0]!, fresh[0]!)) return { turns: [...turns, fresh[0]!], timeline: fresh };
  return { turns, timeline: [timeline[0]!, ...fresh.slice(1)] };
}

/** Sequence number of the verdict that a timeline gives at this moment. */
export function seqAt(kept: Timeline | undefined, lastSeq: number, at: Date): number {
  return kept ? lastSeq + placeOf(kept, at) : 0;
}

function placeOf(timeline: Timeline, at: Date): number {
  return Math.max(
    0,
    timeline.findLastIndex(({ from }) => Date.parse(from) <= at.getTime()),
  );
}
