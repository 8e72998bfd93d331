import type { AreaLevel, LevelHistory } from '../../health-verdict/contracts/area-levels.js';
import { addDays, localDate, startOfDay } from '../../platform/kernel/shanghai.js';

export interface Visit {
  readonly areaKey: string;
  readonly at: Date;
}

export interface FlowWarning {
  readonly kind: 'warning';
  readonly level: AreaLevel;
  readonly areaKey: string;
  readonly at: Date;
}

export type FlowAdvice = { readonly kind: 'none' } | { readonly kind: 'unknown' } | FlowWarning;

/** 00:00 in Shanghai, 14 days ago. */
export function windowStart(now: Date): Date {
  return startOfDay(addDays(localDate(now), -14));
}

/**
 * The trail: every scan in the window, and the position carried into it — the last scan before it; or, with no scan before it,
 * the initial position, dated at the claim or the window's start, whichever is later.
 */
export function trailOf(scans: readonly Visit[], before: Visit | undefined, initial: Visit, now: Date): Visit[] {
  const start = windowStart(now);
  const carried = before
    ? { areaKey: before.areaKey, at: start }
    : { areaKey: initial.areaKey, at: initial.at > start ? initial.at : start };
  return [carried, ...scans];
}

/**
 * 流向提示: a person who moves from a more severe area to a less severe one (guide, chapter 4, step 4 C). Equal or lower: nothing.
 * A level that nobody assigned is unknown, and said so unless a known one already warns.
 */
export function flowAdvice(trail: readonly Visit[], hereKey: string, levels: LevelHistory, now: Date): FlowAdvice {
  const here = levels.highest(hereKey, now, now);
  const visited = trail.map((visit) => ({ ...visit, level: levels.highest(visit.areaKey, visit.at, now) }));
  const known = visited.flatMap(({ level, ...visit }) => (level ? [{ ...visit, level }] : []));
  const worst = known.reduce<(typeof known)[number] | undefined>(
    (most, visit) => (!most || visit.level.rank > most.level.rank ? visit : most),
    undefined,
  );
  if (here && worst && worst.level.rank > here.rank)
    return { kind: 'warning', level: worst.level, areaKey: worst.areaKey, at: worst.at };
  return here && known.length === visited.length ? { kind: 'none' } : { kind: 'unknown' };
}
