import type { Colour } from '../contracts/colours.js';
import { joined, sameVerdict, type Segment, type Timeline } from './timeline.js';

/**
 * A step of a person's history. The kept timeline always begins with the verdict written last, so a segment's place in it is its
 * distance from the last sequence number: a read can tell the number of a turn that nobody has written down yet.
 */
export interface HistoryStep {
  /** Verdicts to be written, oldest first. */
  readonly verdicts: readonly Segment[];
  /** What is kept from now on; empty when there is nothing to keep: nothing ever stood against the person. */
  readonly timeline: Timeline;
}

/** The turns that came by themselves since the timeline was written. */
export function stepByTime(kept: Timeline, now: Date): HistoryStep {
  const current = placeOf(kept, now);
  return { verdicts: kept.slice(1, current + 1), timeline: kept.slice(current) };
}

/** First those, then what the evidence of now says instead. */
export function stepByEvidence(kept: Timeline | undefined, fresh: Timeline, now: Date): HistoryStep {
  if (!kept)
    return fresh.every(({ causes }) => causes.length === 0)
      ? { verdicts: [], timeline: [] }
      : { verdicts: [fresh[0]!], timeline: fresh };
  const { verdicts, timeline } = stepByTime(kept, now);
  const [standing, ...coming] = joined([timeline[0]!, ...fresh]);
  return sameVerdict(standing!, fresh[0]!)
    ? { verdicts, timeline: [standing!, ...coming] }
    : { verdicts: [...verdicts, coming[0]!], timeline: coming };
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

/** What a resident is told of these verdicts: turns of the colour. A cause that joins another one of that colour is history only. */
export function colourChanges(
  before: { readonly colour: Colour; readonly seq: number },
  verdicts: readonly Segment[],
): { readonly seq: number; readonly from: string; readonly colour: Colour }[] {
  const colours = [before.colour, ...verdicts.map(({ colour }) => colour)];
  return verdicts.flatMap(({ from, colour }, index) =>
    colour === colours[index] ? [] : [{ seq: before.seq + index + 1, from, colour }],
  );
}
