import type { LocalDate } from '../../platform/kernel/shanghai.js';

/** A list as it was from some day on, until its next version. */
export interface ListVersion {
  readonly list: string;
  readonly version: number;
  readonly effectiveFrom: LocalDate;
  /** By name, what it is. */
  readonly entries: ReadonlyMap<string, string>;
}

/**
 * The entry that names this on that day: what happened is judged by the list of its day, whenever it is reported.
 * @returns `antipyretics/2/ibuprofen`; nothing for what is not on the list, and for days before there was one
 */
export function entryOn(versions: readonly ListVersion[], name: string, day: LocalDate): string | undefined {
  const inForce = versions
    .filter(({ effectiveFrom }) => effectiveFrom <= day)
    .reduce<ListVersion | undefined>((last, it) => (last && last.version > it.version ? last : it), undefined);
  const entry = inForce?.entries.get(name);
  return inForce && entry !== undefined ? `${inForce.list}/${inForce.version}/${entry}` : undefined;
}
