import { z } from 'zod';
import { MalformedRequest } from './problem-filter.js';

/** One page of a list; `next` asks for the following one and is absent on the last. */
export interface Page<T> {
  readonly items: T[];
  readonly next?: string;
}

export const pageQuery = z.object({
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().optional() });
}

export function encodeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @throws MalformedRequest for anything this server did not write */
export function decodeCursor<T extends z.ZodType>(cursor: string | undefined, shape: T): z.output<T> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw new MalformedRequest([{ path: 'cursor', message: 'not a cursor of this list' }]);
  }
}

/** Asks for one row more than the page holds: whether it came says whether there is a next page. */
export function toPage<Row, Item>(rows: readonly Row[], limit: number, view: (row: Row) => Item, place: (row: Row) => (string | number)[]): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(view), ...(rows.length > limit && last ? { next: encodeCursor(place(last)) } : {}) };
}
