import { z } from 'zod';
import { instant } from './dates.js';
import { FAULTS } from './faults.js';
import { MalformedRequest } from './problem-filter.js';

/** One page of a list; `next` asks for the following one and is absent on the last. */
export interface Page<T> {
  readonly items: T[];
  readonly next?: string;
}

export const pageQuery = z.object({
  cursor: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().optional() });
}

export function encodeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** What the place of a list may consist of. A cursor is no secret, anybody can make one: whatever passes here goes into SQL. */
const PARTS = {
  at: instant,
  id: z.uuid(),
  line: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  path: z
    .string()
    .max(700)
    .regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/),
};
type Part = keyof typeof PARTS;
type Place<P extends readonly Part[]> = { -readonly [K in keyof P]: z.output<(typeof PARTS)[P[K]]> };

/**
 * The place where a list goes on: `decodeCursor(cursor, 'at', 'id')`.
 * @throws MalformedRequest for anything this server would not have written
 */
export function decodeCursor<const P extends readonly Part[]>(
  cursor: string | undefined,
  ...parts: P
): Place<P> | undefined {
  if (cursor === undefined) return undefined;
  const place = placeIn(cursor);
  const fits = place?.length === parts.length && parts.every((part, at) => PARTS[part].safeParse(place[at]).success);
  if (!fits || encodeCursor(place) !== cursor) throw new MalformedRequest([{ path: 'cursor', fault: FAULTS.cursor }]);
  return place as Place<P>;
}

function placeIn(cursor: string): (string | number)[] | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(place) ? place : undefined;
  } catch {
    return undefined;
  }
}

/** Asks for one row more than the page holds: whether it came says whether there is a next page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  view: (row: Row) => Item,
  place: (row: Row) => (string | number)[],
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(view), ...(rows.length > limit && last ? { next: encodeCursor(place(last)) } : {}) };
}
